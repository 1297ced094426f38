import { envValue, urlLogin } from './quote.ts'
import type { Snippet } from './snippet.ts'

export const environment: Snippet = {
  id: 'env',
  name: '.env',
  keywords: 'environment variables twelve factor docker compose',
  language: 'ini',
  use: 'Names differ from app to app: these are the usual ones',
  code: ({ host, port, login }) => `SMTP_HOST=${host}
SMTP_PORT=${port}
SMTP_USER=${envValue(login?.username ?? '')}
SMTP_PASSWORD=${envValue(login?.password ?? '')}
SMTP_SECURE=false
SMTP_URL=smtp://${urlLogin(login)}${host}:${port}
MAIL_FROM=app@example.test
`,
}

export const laravel: Snippet = {
  id: 'laravel',
  name: 'Laravel',
  keywords: 'php env artisan',
  language: 'ini',
  use: 'Into .env, then: php artisan config:clear',
  // verify_peer: Symfony Mailer takes the STARTTLS offer and would refuse a certificate it does not know.
  code: ({ host, port, login }) => `MAIL_MAILER=smtp
MAIL_URL="smtp://${urlLogin(login)}${host}:${port}?verify_peer=false"
MAIL_FROM_ADDRESS=app@example.test
MAIL_FROM_NAME="My app"
`,
}

export const symfony: Snippet = {
  id: 'symfony',
  name: 'Symfony',
  keywords: 'php env mailer dsn',
  language: 'ini',
  use: 'Into .env.local, then: php bin/console mailer:test you@example.test',
  code: ({ host, port, login }) => `MAILER_DSN="smtp://${urlLogin(login)}${host}:${port}?verify_peer=0"
`,
}
