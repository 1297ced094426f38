import { hostAndPort, shellQuoted } from './quote.ts'
import type { ServerAddress, Snippet } from './snippet.ts'

export const curl: Snippet = {
  id: 'curl',
  name: 'curl',
  keywords: 'shell terminal bash',
  language: 'bash',
  use: 'Paste into a terminal',
  code: ({
    host,
    port,
    login,
    security,
  }) => `curl --url ${security === 'tls' ? 'smtps' : 'smtp'}://${hostAndPort({ host, port })} --crlf ${
    security === 'starttls' ? '--ssl-reqd ' : ''
  }\\
${login ? `  --user ${shellQuoted(`${login.username}:${login.password}`)} \\\n` : ''}  --mail-from app@example.test --mail-rcpt you@example.test \\
  --upload-file - <<'MAIL'
From: My app <app@example.test>
To: you@example.test
Subject: Hello from curl

It works.
MAIL
`,
}

export const swaks: Snippet = {
  id: 'swaks',
  name: 'swaks',
  keywords: 'shell terminal bash perl',
  language: 'bash',
  use: 'Paste into a terminal',
  code: ({ host, port, login, security }) => `swaks --server ${hostAndPort({ host, port })} ${
    security === 'tls' ? '--tls-on-connect --tls-verify ' : security === 'starttls' ? '--tls --tls-verify ' : ''
  }\\
${login ? `  --auth PLAIN --auth-user ${shellQuoted(login.username)} --auth-password ${shellQuoted(login.password)} \\\n` : ''}  --from app@example.test --to you@example.test \\
  --header 'Subject: Hello from swaks' --body 'It works.'
`,
}

function protection(security: ServerAddress['security']): string {
  if (security === 'tls') return "'smtp_tls_wrappermode = yes' 'smtp_tls_security_level = secure'"
  if (security === 'starttls') return "'smtp_tls_wrappermode = no' 'smtp_tls_security_level = secure'"
  if (security === 'none') return "'smtp_tls_wrappermode = no' 'smtp_tls_security_level = none'"
  return "'smtp_tls_security_level = may'"
}

export const postfix: Snippet = {
  id: 'postfix',
  name: 'Postfix · relayhost',
  keywords: 'sendmail mta main.cf',
  language: 'bash',
  use: 'Paste into a terminal: all mail of this machine then leaves through this server',
  code: ({ host, port, login, security }) => `sudo postconf -e 'relayhost = [${host}]:${port}' ${protection(security)}
${
  login
    ? `sudo postconf -e 'smtp_sasl_auth_enable = yes' 'smtp_sasl_security_options =' 'smtp_sasl_password_maps = texthash:/etc/postfix/sandpost'
printf '%s\\n' ${shellQuoted(`[${host}]:${port} ${login.username}:${login.password}`)} | sudo install -m 600 /dev/stdin /etc/postfix/sandpost
`
    : ''
}sudo postfix reload
printf 'Subject: Hello from Postfix\\n\\nIt works.\\n' | sendmail -f app@example.test you@example.test
`,
}
