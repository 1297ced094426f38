import { doubleQuoted } from './quote.ts'
import type { Snippet } from './snippet.ts'

export const django: Snippet = {
  id: 'django',
  name: 'Django',
  keywords: 'python settings',
  language: 'python',
  use: 'Into settings.py, then: python manage.py sendtestemail you@example.test',
  code: ({ host, port, login, security }) => `EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "${host}"
EMAIL_PORT = ${port}
EMAIL_HOST_USER = ${doubleQuoted(login?.username ?? '')}
EMAIL_HOST_PASSWORD = ${doubleQuoted(login?.password ?? '')}
${security === 'tls' ? 'EMAIL_USE_SSL = True' : `EMAIL_USE_TLS = ${security === 'starttls' ? 'True' : 'False'}`}
DEFAULT_FROM_EMAIL = "My app <app@example.test>"
`,
}
