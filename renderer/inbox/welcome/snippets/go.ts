import { doubleQuoted } from './quote.ts'
import type { Snippet } from './snippet.ts'

export const go: Snippet = {
  id: 'go',
  name: 'Go · net/smtp',
  keywords: 'golang',
  language: 'go',
  use: 'Save as main.go, then run: go run main.go',
  // Not smtp.SendMail: it takes the STARTTLS offer and refuses a certificate it does not know.
  code: ({ host, port, login }) => `package main

import (
	"log"
	"net/smtp"
)

func main() {
	client, err := smtp.Dial("${host}:${port}")
	check(err)
${
  login
    ? `	check(client.Auth(smtp.PlainAuth("", ${doubleQuoted(login.username)}, ${doubleQuoted(login.password)}, "${host}")))\n`
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
