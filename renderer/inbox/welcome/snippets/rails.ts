import { singleQuoted } from './quote.ts'
import type { ServerAddress, Snippet } from './snippet.ts'

function protection(security: ServerAddress['security']): string {
  if (security === 'tls') return '  tls: true'
  if (security === 'starttls') return '  enable_starttls: true'
  if (security === 'none') return '  enable_starttls_auto: false'
  return '  enable_starttls_auto: false # local only; trust the certificate in Settings to use STARTTLS'
}

export const rails: Snippet = {
  id: 'rails',
  name: 'Rails',
  keywords: 'ruby action mailer',
  language: 'ruby',
  use: 'Into config/environments/development.rb, inside the configure block',
  code: ({ host, port, login, security }) => `config.action_mailer.delivery_method = :smtp
config.action_mailer.perform_deliveries = true
config.action_mailer.raise_delivery_errors = true
config.action_mailer.smtp_settings = {
  address: "${host}",
  port: ${port},
${
  login
    ? `  user_name: ${singleQuoted(login.username)},\n  password: ${singleQuoted(login.password)},\n  authentication: :plain,\n`
    : ''
}${protection(security)}
}
`,
}
