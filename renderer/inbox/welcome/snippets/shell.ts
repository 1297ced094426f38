import { shellQuoted } from './quote.ts'
import type { Snippet } from './snippet.ts'

export const curl: Snippet = {
  id: 'curl',
  name: 'curl',
  keywords: 'shell terminal bash',
  language: 'bash',
  use: 'Paste into a terminal',
  code: ({ host, port, login }) => `curl --url smtp://${host}:${port} --crlf \\
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
  code: ({ host, port, login }) => `swaks --server ${host}:${port} \\
${login ? `  --auth PLAIN --auth-user ${shellQuoted(login.username)} --auth-password ${shellQuoted(login.password)} \\\n` : ''}  --from app@example.test --to you@example.test \\
  --header 'Subject: Hello from swaks' --body 'It works.'
`,
}

export const postfix: Snippet = {
  id: 'postfix',
  name: 'Postfix · relayhost',
  keywords: 'sendmail mta main.cf',
  language: 'bash',
  use: 'Paste into a terminal: all mail this machine would send goes to Sandpost instead',
  code: ({ host, port, login }) => `sudo postconf -e 'relayhost = [${host}]:${port}' 'smtp_tls_security_level = may'
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
