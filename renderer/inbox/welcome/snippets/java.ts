import { doubleQuoted } from './quote.ts'
import type { Snippet } from './snippet.ts'

export const java: Snippet = {
  id: 'java',
  name: 'Java · Jakarta Mail',
  keywords: 'kotlin spring angus maven',
  language: 'java',
  use: 'Needs org.eclipse.angus:angus-mail on the class path. Save as Send.java',
  code: ({ host, port, login }) => `import jakarta.mail.Message;
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
${login ? '        settings.put("mail.smtp.auth", "true");\n' : ''}
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
