import { nothingSaid, portOf, type SmtpSettings } from './smtpRead.ts'

/** `SMTP("host", 587)` of Python, `SmtpClient` and `Connect` of .NET, `NewDialer` of Go. */
const connect =
  /\b(SMTP|SMTP_SSL|SmtpClient|Connect|ConnectAsync|NewDialer|NewSMTPClient)\(\s{0,9}(?:host\s{0,9}=\s{0,9})?["']([^"'\s]{1,300})["']\s{0,9},\s{0,9}(?:port\s{0,9}=\s{0,9})?(\d{1,5})\b([^)\n]{0,200})/
/** `smtp.SendMail("host:587", …)` of Go. */
const send = /\bSendMail\(\s{0,9}"([^"\s:]{1,300}):(\d{1,5})"/
const login =
  /(?:\.login|NetworkCredential|\.Authenticate(?:Async)?|PlainAuth)\(\s{0,9}(?:"[^"\n]{0,100}"\s{0,9},\s{0,9}(?=["'][^"'\n]{0,300}["']\s{0,9},\s{0,9}["'][^"'\n]{0,300}["']\s{0,9},))?["']([^"'\n]{1,300})["']\s{0,9},\s{0,9}["']([^"'\n]{1,300})["']/

/** Settings as arguments of a call: smtplib, System.Net.Mail, MailKit, net/smtp, gomail. Null when there is no such call. */
export function readCalls(text: string): SmtpSettings | null {
  const [, call = '', host, port = '', more = ''] = connect.exec(text) ?? []
  const [, sendHost, sendPort = ''] = host === undefined ? (send.exec(text) ?? []) : []
  const found = host ?? sendHost
  if (found === undefined) return null
  const [, username = null, password = null] =
    login.exec(text) ?? /,\s{0,9}"([^"]{1,300})"\s{0,9},\s{0,9}"([^"]{1,300})"/.exec(more) ?? []
  const isImplicit = call === 'SMTP_SSL' || /SslOnConnect/.test(more)
  const isStartTls = /\bstarttls\(|EnableSsl\s{0,9}=\s{0,9}true|SecureSocketOptions\.StartTls\b/i.test(text)
  return {
    ...nothingSaid(),
    host: found,
    port: portOf(port) ?? portOf(sendPort),
    security: isImplicit ? 'tls' : isStartTls ? 'starttls' : 'auto',
    username,
    password,
  }
}
