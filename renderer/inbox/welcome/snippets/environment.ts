import { envValue, hostAndPort, urlLogin } from './quote.ts'
import type { ServerAddress, Snippet } from './snippet.ts'

export const environment: Snippet = {
  id: 'env',
  name: '.env',
  keywords: 'environment variables twelve factor docker compose',
  language: 'ini',
  use: 'Names differ from app to app: these are the usual ones',
  code: ({ host, port, login, security }) => `SMTP_HOST=${host}
SMTP_PORT=${port}
SMTP_USER=${envValue(login?.username ?? '')}
SMTP_PASSWORD=${envValue(login?.password ?? '')}
SMTP_SECURE=${security === 'tls' ? 'true' : 'false'}
SMTP_URL=${security === 'tls' ? 'smtps' : 'smtp'}://${urlLogin(login)}${hostAndPort({ host, port })}${
    security === 'starttls' ? '?requireTLS=true' : ''
  }
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
  // MAIL_SCHEME is read from Laravel 11 on, MAIL_ENCRYPTION before it; MAIL_URL knows no smtps.
  code: ({ host, port, login, security }) => `MAIL_MAILER=smtp
${
  security
    ? `MAIL_SCHEME=${security === 'tls' ? 'smtps' : 'smtp'}
MAIL_HOST=${host}
MAIL_PORT=${port}
MAIL_USERNAME=${envValue(login?.username ?? '')}
MAIL_PASSWORD=${envValue(login?.password ?? '')}
MAIL_ENCRYPTION=${security === 'none' ? 'null' : 'tls'}
`
    : `MAIL_URL="smtp://${urlLogin(login)}${hostAndPort({ host, port })}?verify_peer=false"
`
}MAIL_FROM_ADDRESS=app@example.test
MAIL_FROM_NAME="My app"
`,
}

// require_tls is known from Symfony 7.3 on; earlier ones take the STARTTLS offer, and leave an unknown option alone.
function options(security: ServerAddress['security']): string {
  if (security === 'tls') return ''
  if (security === 'starttls') return '?require_tls=true'
  return security === 'none' ? '?auto_tls=false' : '?verify_peer=0'
}

export const symfony: Snippet = {
  id: 'symfony',
  name: 'Symfony',
  keywords: 'php env mailer dsn',
  language: 'ini',
  use: 'Into .env.local, then: php bin/console mailer:test you@example.test',
  code: ({ host, port, login, security }) => `MAILER_DSN="${security === 'tls' ? 'smtps' : 'smtp'}://${urlLogin(
    login,
  )}${hostAndPort({ host, port })}${options(security)}"
`,
}
