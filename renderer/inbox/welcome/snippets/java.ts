import { doubleQuoted } from './quote.ts'
import type { ServerAddress, Snippet } from './snippet.ts'

function protection(security: ServerAddress['security']): string {
  const names =
    security === 'tls'
      ? ['mail.smtp.ssl.enable', 'mail.smtp.ssl.checkserveridentity']
      : security === 'starttls'
        ? ['mail.smtp.starttls.enable', 'mail.smtp.starttls.required', 'mail.smtp.ssl.checkserveridentity']
        : []
  return names.map((name) => `        settings.put("${name}", "true");\n`).join('')
}

export const java: Snippet = {
  id: 'java',
  name: 'Java · Jakarta Mail',
  keywords: 'kotlin spring angus maven',
  language: 'java',
  use: 'Needs org.eclipse.angus:angus-mail on the class path. Save as Send.java',
  code: ({ host, port, login, security }) => `import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;

public class Send {
    public static void main(String[] args) throws Exception {
        Properties settings = new Properties();
        settings.put("mail.smtp.host", "${host}");
        settings.put("mail.smtp.port", "${port}");
${protection(security)}${login ? '        settings.put("mail.smtp.auth", "true");\n' : ''}
        MimeMessage message = new MimeMessage(Session.getInstance(settings));
        message.setFrom(new InternetAddress("app@example.test", "My app"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress("you@example.test"));
        message.setSubject("Hello from Java", "UTF-8");
        message.setText("It works.", "UTF-8");
        ${
          login
            ? `Transport.send(message, ${doubleQuoted(login.username)}, ${doubleQuoted(login.password)});`
            : 'Transport.send(message);'
        }
    }
}
`,
}
