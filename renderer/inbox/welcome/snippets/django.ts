import type { Snippet } from './snippet.ts'

export const django: Snippet = {
  id: 'django',
  name: 'Django',
  keywords: 'python settings',
  language: 'python',
  use: 'Into settings.py, then: python manage.py sendtestemail you@example.test',
  code: ({ host, port }) => `EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "${host}"
EMAIL_PORT = ${port}
EMAIL_HOST_USER = ""
EMAIL_HOST_PASSWORD = ""
EMAIL_USE_TLS = False
DEFAULT_FROM_EMAIL = "My app <app@example.test>"
`,
}
