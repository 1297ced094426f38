import { doubleQuoted, encrypted } from './quote.ts'
import type { Snippet } from './snippet.ts'

export const python: Snippet = {
  id: 'python',
  name: 'Python · smtplib',
  keywords: 'flask fastapi',
  language: 'python',
  use: 'Save as send.py, then run: python3 send.py',
  code: ({ host, port, login, security }) => `import smtplib
${encrypted(security) ? 'import ssl\n' : ''}from email.message import EmailMessage

message = EmailMessage()
message["From"] = "My app <app@example.test>"
message["To"] = "you@example.test"
message["Subject"] = "Hello from Python"
message.set_content("It works.")
message.add_alternative("<p>It <strong>works</strong>.</p>", subtype="html")

with ${
    security === 'tls'
      ? `smtplib.SMTP_SSL("${host}", ${port}, context=ssl.create_default_context())`
      : `smtplib.SMTP("${host}", ${port})`
  } as smtp:
${security === 'starttls' ? '    smtp.starttls(context=ssl.create_default_context())\n' : ''}${
    login ? `    smtp.login(${doubleQuoted(login.username)}, ${doubleQuoted(login.password)})\n` : ''
  }    smtp.send_message(message)
`,
}
