import { singleQuoted } from './quote.ts'
import type { Snippet } from './snippet.ts'

export const ruby: Snippet = {
  id: 'ruby',
  name: 'Ruby · net/smtp',
  keywords: 'sinatra',
  language: 'ruby',
  use: 'Save as send.rb, then run: ruby send.rb (from Ruby 3.4 on, first: gem install net-smtp)',
  // starttls: net-smtp would take the STARTTLS offer and refuse a certificate it does not know.
  code: ({ host, port, login, security }) => `require "net/smtp"

message = <<~MAIL
  From: My app <app@example.test>
  To: you@example.test
  Subject: Hello from Ruby

  It works.
MAIL

Net::SMTP.start("${host}", ${port}, ${
    security === 'tls' ? 'tls: true' : security === 'starttls' ? 'starttls: :always' : 'starttls: false'
  }${
    login ? `, user: ${singleQuoted(login.username)}, secret: ${singleQuoted(login.password)}, authtype: :plain` : ''
  }) do |smtp|
  smtp.send_message(message, "app@example.test", "you@example.test")
end
`,
}
