import type { Snippet } from './snippet.ts'

export const rails: Snippet = {
  id: 'rails',
  name: 'Rails',
  keywords: 'ruby action mailer',
  language: 'ruby',
  use: 'Into config/environments/development.rb, inside the configure block',
  code: ({ host, port }) => `config.action_mailer.delivery_method = :smtp
config.action_mailer.perform_deliveries = true
config.action_mailer.raise_delivery_errors = true
config.action_mailer.smtp_settings = {
  address: "${host}",
  port: ${port},
  enable_starttls_auto: false # local only; trust the certificate in Settings to use STARTTLS
}
`,
}
