import { doubleQuoted, encrypted, hostAndPort } from './quote.ts'
import type { ServerAddress, Snippet } from './snippet.ts'

// PlainAuth sends no password in clear, except to localhost.
function connecting(address: string, name: string, security: ServerAddress['security']): string {
  if (security === 'tls') {
    return `\tconnection, err := tls.Dial("tcp", "${address}", &tls.Config{ServerName: "${name}"})
\tcheck(err)
\tclient, err := smtp.NewClient(connection, "${name}")
\tcheck(err)
`
  }
  return `\tclient, err := smtp.Dial("${address}")
\tcheck(err)
${security === 'starttls' ? `\tcheck(client.StartTLS(&tls.Config{ServerName: "${name}"}))\n` : ''}`
}

export const go: Snippet = {
  id: 'go',
  name: 'Go · net/smtp',
  keywords: 'golang',
  language: 'go',
  use: 'Save as main.go, then run: go run main.go',
  // Not smtp.SendMail: it takes the STARTTLS offer and refuses a certificate it does not know.
  code: ({ host, port, login, security, serverName }) => `package main

import (
${encrypted(security) ? '\t"crypto/tls"\n' : ''}	"log"
	"net/smtp"
)

func main() {
${connecting(hostAndPort({ host, port }), serverName ?? host, security)}${
    login
      ? `	check(client.Auth(smtp.PlainAuth("", ${doubleQuoted(login.username)}, ${doubleQuoted(login.password)}, "${security === 'tls' ? (serverName ?? host) : host}")))\n`
      : ''
  }	check(client.Mail("app@example.test"))
	check(client.Rcpt("you@example.test"))
	body, err := client.Data()
	check(err)
	_, err = body.Write([]byte("From: My app <app@example.test>\\r\\n" +
		"To: you@example.test\\r\\n" +
		"Subject: Hello from Go\\r\\n" +
		"\\r\\n" +
		"It works.\\r\\n"))
	check(err)
	check(body.Close())
	check(client.Quit())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
`,
}
