import { expect, test } from 'vitest'
import { DiagnosisRequest } from '../../shared/model/diagnosis/question.ts'
import { lintRequest } from '../../shared/recognise/smtpSettings.ts'

const lint = (pasted: string) => lintRequest({ ...DiagnosisRequest.parse({}), pasted })

test.each([
  ['Laravel’s log', 'MAIL_MAILER=log\nMAIL_HOST=mail.acme.dev', 'Set MAIL_MAILER=smtp.'],
  ['Laravel’s array', 'MAIL_MAILER="array"', 'Set MAIL_MAILER=smtp.'],
  ['older Laravel', 'MAIL_DRIVER=log', 'Set MAIL_DRIVER=smtp.'],
  ['Laravel in a container', '    environment:\n      - MAIL_MAILER=log', 'Set MAIL_MAILER=smtp.'],
  ['Django’s console', "EMAIL_BACKEND = 'django.core.mail.backends.console.EmailBackend'", 'backends.smtp'],
  ['Django’s files', 'EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"', 'backends.smtp'],
  ['Django’s memory', 'EMAIL_BACKEND=django.core.mail.backends.locmem.EmailBackend', 'backends.smtp'],
  ['Django’s dummy', "DJANGO_EMAIL_BACKEND = 'django.core.mail.backends.dummy.EmailBackend'", 'backends.smtp'],
  ['Rails’ :test', 'config.action_mailer.delivery_method = :test', 'Set delivery_method to :smtp'],
  ['Rails’ :file', 'config.action_mailer.delivery_method = :file', 'Set delivery_method to :smtp'],
  ['Rails’ letter opener', '  config.action_mailer.delivery_method = :letter_opener', 'Set delivery_method to :smtp'],
  ['Rails’ switch', 'config.action_mailer.perform_deliveries = false', 'Set perform_deliveries to true.'],
  ['Symfony', 'MAILER_DSN=null://null', 'Set MAILER_DSN to smtp://'],
  ['Symfony’s YAML', "framework:\n  mailer:\n    dsn: 'null://default'", 'Set dsn to smtp://'],
  ['Nodemailer’s JSON', 'nodemailer.createTransport({ jsonTransport: true })', 'Leave jsonTransport out'],
  [
    'Nodemailer’s stream',
    'createTransport({\n  streamTransport: true,\n  newline: "unix",\n})',
    'Leave streamTransport',
  ],
])('%s sends nothing, which is the first thing said', (_, pasted, todo) => {
  const { notes } = lint(pasted)
  expect(notes[0]).toMatchObject({ id: 'mailerDoesNotSend', field: 'other', severity: 'problem' })
  expect(notes[0]?.text).toContain('nothing is ever sent')
  expect(notes[0]?.text).toContain(todo)
  expect(notes.map(({ id }) => id)).not.toContain('emptyHost')
})

test('the words of the note', () => {
  expect(lint('MAIL_MAILER=log').notes.map(({ text }) => text)).toEqual([
    'MAIL_MAILER=log writes mail to a log file: nothing is ever sent. Set MAIL_MAILER=smtp.',
  ])
})

test.each([
  'MAIL_MAILER=smtp\nMAIL_HOST=mail.acme.dev',
  '# MAIL_MAILER=log\nMAIL_HOST=mail.acme.dev',
  'LOG_CHANNEL=log\nMAIL_HOST=mail.acme.dev',
  "EMAIL_BACKEND = 'django.core.mail.backends.smtp.EmailBackend'\nEMAIL_HOST = 'mail.acme.dev'",
  'config.action_mailer.delivery_method = :smtp\nconfig.action_mailer.smtp_settings = { address: "mail.acme.dev" }',
  'MAILER_DSN=smtp://mail.acme.dev:587',
  'createTransport({ host: "mail.acme.dev", port: 587, jsonTransport: false })',
])('%s sends', (pasted) => {
  expect(lint(pasted).notes.map(({ id }) => id)).not.toContain('mailerDoesNotSend')
  expect(lint(pasted).request.host).toBe('mail.acme.dev')
})

test('of two settings for two environments nobody knows which one is in force', () => {
  const { notes } = lint(
    "if DEBUG:\n    EMAIL_BACKEND = 'django.core.mail.backends.console.EmailBackend'\nelse:\n    EMAIL_BACKEND = 'django.core.mail.backends.smtp.EmailBackend'\nEMAIL_HOST = 'mail.acme.dev'",
  )
  expect(notes[0]).toMatchObject({ id: 'mailerDoesNotSend', severity: 'warning' })
})

test('control characters and secrets of a value are not in the note', () => {
  const { notes } = lint(
    'EMAIL_BACKEND=\u001b[31m\u202e.console.EmailBackend\nMAILER_DSN=null://app:t0p-secret@default',
  )
  expect(notes.filter(({ id }) => id === 'mailerDoesNotSend')).not.toHaveLength(0)
  expect(JSON.stringify(notes)).not.toMatch(/\\u001b|\u202e|t0p-secret/)
})
