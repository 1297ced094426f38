import { doubleQuoted } from './quote.ts'
import type { Snippet } from './snippet.ts'

export const python: Snippet = {
  id: 'python',
  name: 'Python · smtplib',
  keywords: 'flask fastapi',
  language: 'python',
  use: 'Save as send.py, then run: python3 send.py',
  code: ({ host, port, login }) => `import smtplib
from email.message import EmailMessage

message = EmailMessage()
message["From"] = "My app <app@example.test>"
message["To"] = "you@example.test"
message["Subject"] = "Hello from Python"
message.set_content("It works.")
message.add_alternative("<p>It <strong>works</strong>.</p>", subtype="html")

with smtplib.SMTP("${host}", ${port}) as smtp:
${
  login ? `    smtp.login(${doubleQuoted(login.username)}, ${doubleQuoted(login.password)})\n` : ''
}    smtp.send_message(message)
`,
}
