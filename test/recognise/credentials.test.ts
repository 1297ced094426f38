import { describe, expect, test } from 'vitest'
import { findLogins } from '../../shared/recognise/credentials.ts'

const key = 'SG.abcdefghijklmnopqrst.uvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcde'

describe('logins are found in', () => {
  test.each([
    ['a .env file', 'SMTP_HOST=localhost\nSMTP_USER=app\nSMTP_PASSWORD=s3cret-word', 'SMTP', 'app', 's3cret-word'],
    [
      'quotes and exports',
      'export MAIL_USERNAME="app"\nexport MAIL_PASSWORD=\'s3cret word\'',
      'MAIL',
      'app',
      's3cret word',
    ],
    ['Nodemailer', "  auth: { user: 'app', pass: 's3cret' },", 'Pasted', 'app', 's3cret'],
    ['Django', 'EMAIL_HOST_USER = "app"\nEMAIL_HOST_PASSWORD = "s3cret"', 'EMAIL', 'app', 's3cret'],
    ['Spring', 'spring.mail.username=app\nspring.mail.password=s3cret', 'mail', 'app', 's3cret'],
    ['YAML', 'smtp:\n  username: app\n  password: s3cret', 'Pasted', 'app', 's3cret'],
    ['PHP', "'username' => 'app',\n'password' => 's3cret',", 'Pasted', 'app', 's3cret'],
    ['a URL', 'MAILER_DSN=smtp://app:p%40ss@mail.example:587', 'mail.example', 'app', 'p@ss'],
    ['a dashboard', 'Username\napp-7\nPassword\ns3cret\nMode\nSandbox', 'Pasted', 'app-7', 's3cret'],
    ['AhaSend’s server', 'SMTP_HOST=send.ahasend.com\nSMTP_USER=u1\nSMTP_PASS=p1', 'AhaSend', 'u1', 'p1'],
    ['a comment at the end', 'SMTP_USER=app # the app\nSMTP_PASS=s3cret # rotated', 'SMTP', 'app', 's3cret'],
  ])('%s', (_, text, name, username, password) => {
    expect(findLogins(text)).toMatchObject([{ name, username, password, isApiKey: false, odd: [] }])
  })

  test('keys of hosted services, which go with the user name apikey', () => {
    expect(findLogins(`SENDGRID_API_KEY=${key}`)).toMatchObject([
      { name: 'SendGrid', username: 'apikey', password: key, isApiKey: true },
    ])
    expect(findLogins('host: smtp.paubox.com\nuser: apikey\npass: 0123456789abcdef')).toMatchObject([
      { name: 'Paubox', isApiKey: true },
    ])
  })

  test('several at once, each once', () => {
    const text =
      'SHOP_SMTP_USER=a\nSHOP_SMTP_PASS=1\nNEWS_SMTP_USER=b\nNEWS_SMTP_PASS=2\nSMTP_URL=smtp://a:1@h.example:25'
    expect(findLogins(text).map(({ username, password }) => [username, password])).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
  })
})

test('what is odd is said', () => {
  expect(findLogins('SMTP_USER=app\nSMTP_PASS=" s3cret "')[0]).toMatchObject({
    password: 's3cret',
    odd: ['SMTP_PASS has a space inside its quotation marks'],
  })
  expect(findLogins('SMTP_USER=app\nSMTP_PASS="s3cret')[0]?.odd).toEqual([
    'SMTP_PASS has a quotation mark on one side only',
  ])
})

test.each([
  ['nothing', ''],
  ['prose', 'Dear Ann, the password is on the whiteboard.'],
  ['a user without a password', 'SMTP_USER=app'],
  ['commented lines', '# SMTP_USER=app\n# SMTP_PASS=x'],
  ['a megabyte of colons', ':'.repeat(1_000_000)],
  ['a megabyte of one name', 'a'.repeat(1_000_000)],
])('%s gives nothing', (_, text) => {
  expect(findLogins(text)).toEqual([])
})
