import { describe, expect, test } from 'vitest'
import { readSmtpSettings } from '../../shared/recognise/smtpSettings.ts'

const mail = { host: 'mail.acme.dev', port: 587, username: 'app', password: 's3cret' }

describe('settings are read from', () => {
  test.each([
    ['a host', 'mail.acme.dev', { host: 'mail.acme.dev', port: null, security: 'auto' }],
    ['a host and a port', 'mail.acme.dev:587', { host: 'mail.acme.dev', port: 587 }],
    ['a host and a port apart', ' mail.acme.dev 587\n', { host: 'mail.acme.dev', port: 587 }],
    ['an IPv6 address and a port', '[2001:db8::1]:465', { host: '2001:db8::1', port: 465 }],
    ['a URL', 'smtp://app:s3cret@mail.acme.dev:587', { ...mail, security: 'auto' }],
    ['a URL with TLS', 'smtps://app:s3cret@mail.acme.dev', { ...mail, port: null, security: 'tls' }],
    [
      'a URL with an escaped @',
      'smtp://me%40acme.dev:p%40ss@mail.acme.dev:587',
      { username: 'me@acme.dev', password: 'p@ss' },
    ],
    [
      'a URL in an .env',
      'A=1\nSMTP_URL="smtp://app:s3cret@mail.acme.dev:587/?requireTLS=true"',
      { ...mail, security: 'starttls' },
    ],
    [
      'Symfony',
      'MAILER_DSN=smtp://app:s3cret@mail.acme.dev:587?encryption=tls&auth_mode=login',
      { ...mail, security: 'starttls' },
    ],
    [
      'Symfony’s own names',
      'MAILER_DSN=sendgrid+smtp://SG.key@default',
      { host: 'smtp.sendgrid.net', port: 465, username: 'apikey', password: 'SG.key', security: 'tls' },
    ],
    ['telnet', '$ telnet mail.acme.dev 587', { host: 'mail.acme.dev', port: 587 }],
    ['netcat', 'nc -v mail.acme.dev 25', { host: 'mail.acme.dev', port: 25 }],
    [
      'openssl',
      'openssl s_client -connect mail.acme.dev:587 -starttls smtp -servername mx.acme.dev',
      { host: 'mail.acme.dev', port: 587, security: 'starttls', serverName: 'mx.acme.dev' },
    ],
    [
      'openssl without STARTTLS',
      'sudo openssl s_client -crlf -connect mail.acme.dev:465',
      { port: 465, security: 'tls' },
    ],
    [
      'swaks',
      'swaks --to a@b.c --server mail.acme.dev --port 587 \\\n  --tls -au app -ap s3cret',
      { ...mail, security: 'starttls' },
    ],
    ['swaks with TLS at once', 'swaks -s mail.acme.dev:465 -tlsc', { port: 465, security: 'tls' }],
    ['curl', "curl -v --ssl-reqd smtp://mail.acme.dev:587 -u 'app:s3cret'", { ...mail, security: 'starttls' }],
    ['PowerShell', 'Test-NetConnection -ComputerName mail.acme.dev -Port 587', { host: 'mail.acme.dev', port: 587 }],
    [
      'Nodemailer',
      "const transporter = nodemailer.createTransport({\n  host: 'mail.acme.dev',\n  port: 587,\n  secure: false, // STARTTLS\n  requireTLS: true,\n  auth: {\n    user: 'app',\n    pass: 's3cret',\n  },\n  tls: { servername: 'mx.acme.dev' },\n})",
      { ...mail, security: 'starttls', serverName: 'mx.acme.dev', notes: [] },
    ],
    [
      'Nodemailer in one line',
      'nodemailer.createTransport({ host: "mail.acme.dev", port: 465, secure: true, auth: { user: "app", pass: "s3,c:r{et" } });',
      { port: 465, security: 'tls', username: 'app', password: 's3,c:r{et' },
    ],
    [
      'Nodemailer’s services',
      "createTransport({ service: 'SendGrid', auth: { user: 'apikey', pass: 'SG.x' } })",
      { host: 'smtp.sendgrid.net', username: 'apikey' },
    ],
    ['JSON', '{"smtp":{"host":"mail.acme.dev","port":587,"auth":{"user":"app","pass":"s3cret"}}}', mail],
    [
      'Laravel’s .env, between a database and Redis',
      'DB_HOST=127.0.0.1\nDB_PORT=3306\nDB_USERNAME=root\nDB_PASSWORD=dbsecret\nREDIS_HOST=cache\nREDIS_PORT=6379\nMAIL_MAILER=smtp\nMAIL_HOST=mail.acme.dev\nMAIL_PORT=587\nMAIL_USERNAME=app\nMAIL_PASSWORD=s3cret\nMAIL_ENCRYPTION=tls\nMAIL_FROM_ADDRESS="hello@acme.dev"\nMAIL_FROM_NAME="${APP_NAME}"',
      { ...mail, security: 'starttls', notes: [] },
    ],
    [
      'Laravel’s config/mail.php',
      "'mailers' => [\n  'smtp' => [\n    'transport' => 'smtp',\n    'host' => 'mail.acme.dev',\n    'port' => 587,\n    'encryption' => 'ssl',\n    'username' => 'app',\n    'password' => 's3cret',\n  ],\n],",
      { ...mail, security: 'tls' },
    ],
    [
      'Django',
      "EMAIL_HOST = 'mail.acme.dev'\nEMAIL_PORT = 587\nEMAIL_USE_TLS = True\nEMAIL_HOST_USER = 'app'\nEMAIL_HOST_PASSWORD = 's3cret'",
      { ...mail, security: 'starttls' },
    ],
    [
      'Django with SSL',
      "EMAIL_HOST = 'mail.acme.dev'\nEMAIL_PORT = 465\nEMAIL_USE_SSL = True\nEMAIL_USE_TLS = False",
      { port: 465, security: 'tls' },
    ],
    [
      'Spring’s properties',
      'spring.datasource.username=db\nspring.datasource.password=dbsecret\nspring.mail.host=mail.acme.dev\nspring.mail.port=587\nspring.mail.username=app\nspring.mail.password=s3cret\nspring.mail.properties.mail.smtp.auth=true\nspring.mail.properties.mail.smtp.starttls.enable=true\nspring.mail.properties.mail.smtp.starttls.required=true',
      { ...mail, security: 'starttls' },
    ],
    [
      'Spring’s YAML',
      'spring:\n  datasource:\n    username: db\n    password: dbsecret\n  mail:\n    host: mail.acme.dev\n    port: 587\n    username: app\n    password: s3cret\n    properties:\n      mail:\n        smtp:\n          starttls:\n            enable: true\n',
      { ...mail, security: 'opportunistic' },
    ],
    [
      'PHPMailer',
      "$mail->isSMTP();\n$mail->Host       = 'mail.acme.dev';\n$mail->SMTPAuth   = true;\n$mail->Username   = 'app';\n$mail->Password   = 's3cret';\n$mail->SMTPSecure = PHPMailer::ENCRYPTION_STARTTLS;\n$mail->Port       = 587; // TCP port",
      { ...mail, security: 'starttls' },
    ],
    [
      'Rails',
      "config.action_mailer.smtp_settings = {\n  address:         'mail.acme.dev',\n  port:            587,\n  domain:          'acme.dev',\n  user_name:       'app',\n  password:        's3cret',\n  authentication:  'plain',\n  enable_starttls: true }",
      { ...mail, security: 'starttls' },
    ],
    [
      'older Ruby',
      "ActionMailer::Base.smtp_settings = {\n  :address => 'mail.acme.dev',\n  :port => '587',\n  :user_name => 'app',\n  :password => 's3cret'\n}",
      mail,
    ],
    [
      'docker-compose',
      'services:\n  db:\n    environment:\n      POSTGRES_USER: db\n      POSTGRES_PASSWORD: dbsecret\n  web:\n    environment:\n      - SMTP_HOST=mail.acme.dev\n      - SMTP_PORT=587\n      - SMTP_USER=app\n      - SMTP_PASSWORD=s3cret\n',
      mail,
    ],
    [
      'Kubernetes',
      'env:\n  - name: SMTP_HOST\n    value: mail.acme.dev\n  - name: SMTP_PORT\n    value: "587"\n  - name: SMTP_USER\n    value: app\n  - name: SMTP_PASSWORD\n    value: s3cret',
      mail,
    ],
    ['a dashboard', 'SMTP Server\nmail.acme.dev\nPort\n587\nUsername\napp\nPassword\ns3cret', mail],
    [
      'a help page',
      'SMTP Host: mail.acme.dev\nPort: 587\nEncryption: STARTTLS\nUsername: app\nPassword: s3cret',
      { ...mail, security: 'starttls' },
    ],
    ['a sentence', 'Outgoing server: mail.acme.dev, port 465 (SSL)', { host: 'mail.acme.dev', port: 465 }],
    [
      'Python',
      'server = smtplib.SMTP("mail.acme.dev", 587)\nserver.starttls()\nserver.login("app", "s3cret")',
      { ...mail, security: 'starttls' },
    ],
    [
      'Python with TLS at once',
      "with smtplib.SMTP_SSL('mail.acme.dev', 465, context=c) as s:",
      { port: 465, security: 'tls' },
    ],
    [
      '.NET',
      'new SmtpClient("mail.acme.dev", 587) { Credentials = new NetworkCredential("app", "s3cret"), EnableSsl = true };',
      { ...mail, security: 'starttls' },
    ],
    [
      'MailKit',
      'client.Connect("mail.acme.dev", 587, SecureSocketOptions.StartTls);\nclient.Authenticate("app", "s3cret");',
      { ...mail, security: 'starttls' },
    ],
    [
      'appsettings.json',
      '{ "Smtp": { "Host": "mail.acme.dev", "Port": 587, "EnableSsl": true, "UserName": "app", "Password": "s3cret" } }',
      { ...mail, security: 'starttls' },
    ],
    [
      'Go',
      'auth := smtp.PlainAuth("", "app", "s3cret", "mail.acme.dev")\nsmtp.SendMail("mail.acme.dev:587", auth, from, to, msg)',
      mail,
    ],
    ['gomail', 'd := gomail.NewDialer("mail.acme.dev", 587, "app", "s3cret")', mail],
    [
      'WordPress',
      "define('SMTP_HOST', 'mail.acme.dev');\ndefine('SMTP_PORT', 587);\ndefine('SMTP_USER', 'app');\ndefine('SMTP_PASS', 's3cret');",
      mail,
    ],
    [
      'GitLab',
      "gitlab_rails['smtp_address'] = \"mail.acme.dev\"\ngitlab_rails['smtp_port'] = 465\ngitlab_rails['smtp_user_name'] = \"app\"\ngitlab_rails['smtp_password'] = \"s3cret\"\ngitlab_rails['smtp_tls'] = true",
      { ...mail, port: 465, security: 'tls' },
    ],
    [
      'Roundcube',
      "$config['smtp_host'] = 'ssl://mail.acme.dev:465';\n$config['smtp_user'] = 'app';",
      { host: 'mail.acme.dev', port: 465, username: 'app', security: 'tls' },
    ],
    ['Grafana', '[smtp]\nenabled = true\nhost = mail.acme.dev:587\nuser = app\npassword = """s3cret"""\n', mail],
    ['NextAuth', 'EMAIL_SERVER=smtp://app:s3cret@mail.acme.dev:587\nEMAIL_FROM=noreply@acme.dev', mail],
    [
      'values with signs of all kinds',
      "SMTP_HOST='mail.acme.dev'\r\nSMTP_PASSWORD='a#b;c,d=e f'\r\n",
      { password: 'a#b;c,d=e f' },
    ],
  ])('%s', (_, text, expected) => {
    expect(readSmtpSettings(text)).toMatchObject(expected)
  })

  test('commented lines do not count', () => {
    const text =
      '# SMTP_HOST=old.acme.dev\n// SMTP_HOST=older.acme.dev\n/*\nSMTP_HOST=oldest.acme.dev\n*/\nSMTP_HOST=mail.acme.dev # new'
    expect(readSmtpSettings(text)?.host).toBe('mail.acme.dev')
  })

  test('several environments: one is taken whole, the others are told', () => {
    const text =
      'development:\n  smtp:\n    host: localhost\n    port: 1025\nproduction:\n  smtp:\n    host: mail.acme.dev\n    port: 587\n    username: app\n    password: s3cret\n'
    const read = readSmtpSettings(text)
    expect(read).toMatchObject(mail)
    expect(read?.notes).toMatchObject([{ id: 'severalServers', text: expect.stringContaining('localhost') as string }])
  })
})

describe('what is wrong with the settings is told', () => {
  test.each([
    ['secure as text', '{ host: \'mail.acme.dev\', port: 587, secure: "false" }', 'secureIsText', 'tls'],
    [
      'secure from the environment',
      "{ host: 'mail.acme.dev', port: 587, secure: process.env.SMTP_SECURE }",
      'secureFromVariable',
      'auto',
    ],
    ['secure in an .env', 'SMTP_HOST=mail.acme.dev\nSMTP_SECURE=false', 'secureFromVariable', 'opportunistic'],
    ['no requireTLS', "{ host: 'mail.acme.dev', port: 587, secure: false }", 'requireTlsMissing', 'opportunistic'],
    [
      'the cargo cult of SSLv3',
      "{ host: 'mail.acme.dev', port: 587, tls: { ciphers: 'SSLv3' } }",
      'ciphersSslV3',
      'auto',
    ],
    [
      'checks switched off',
      "{ host: 'mail.acme.dev', port: 465, secure: true, tls: { rejectUnauthorized: false } }",
      'certificateChecksOff',
      'tls',
    ],
    [
      'checks switched off in the environment',
      'SMTP_HOST=mail.acme.dev\nSMTP_TLS_REJECT_UNAUTHORIZED=0',
      'certificateChecksOff',
      'auto',
    ],
    [
      'checks switched off in Ruby',
      ":address => 'mail.acme.dev',\n:port => 587,\n:openssl_verify_mode => 'none'",
      'certificateChecksOff',
      'auto',
    ],
    [
      'checks switched off in an INI file',
      'smtp_host = mail.acme.dev\nsmtp_skip_verify = true',
      'certificateChecksOff',
      'auto',
    ],
    ['checks switched off in curl', 'curl -k smtps://mail.acme.dev', 'certificateChecksOff', 'tls'],
    ['ignoreTLS', "{ host: 'mail.acme.dev', port: 587, secure: false, ignoreTLS: true }", 'ignoreTls', 'none'],
    ['TLS and SSL of Django', "EMAIL_HOST='mail.acme.dev'\nEMAIL_USE_TLS=True\nEMAIL_USE_SSL=True", 'tlsAndSsl', 'tls'],
    ['an unescaped password in a URL', 'smtp://app:p@ss/word@mail.acme.dev:587', 'unescapedInUrl', 'auto'],
    ['a port that is none', 'SMTP_HOST=mail.acme.dev\nSMTP_PORT=99999', 'badPort', 'auto'],
  ])('%s', (_, text, id, security) => {
    const read = readSmtpSettings(text)
    expect(read?.security).toBe(security)
    expect(read?.notes.map((one) => one.id)).toContain(id)
  })

  test('the unescaped password is read as it was meant', () => {
    expect(readSmtpSettings('smtp://app:p@ss/w?rd@mail.acme.dev:587')).toMatchObject({
      host: 'mail.acme.dev',
      port: 587,
      password: 'p@ss/w?rd',
    })
  })

  test.each([
    ['a shell variable', '${SMTP_PASSWORD}'],
    ['a bare shell variable', '$SMTP_PASSWORD'],
    ['Node', 'process.env.SMTP_PASSWORD'],
    ['Laravel', "env('MAIL_PASSWORD')"],
    ['Django', "os.environ.get('EMAIL_PASSWORD')"],
    ['Helm', '{{ .Values.smtp.password }}'],
    ['angle brackets', '<your password>'],
    ['words', 'your-password-here'],
    ['changeme', 'changeme'],
  ])('a placeholder of %s is no password', (_, value) => {
    const read = readSmtpSettings(`SMTP_HOST=mail.acme.dev\nSMTP_USER=app\nSMTP_PASSWORD=${value}`)
    expect(read).toMatchObject({ host: 'mail.acme.dev', username: 'app', password: null })
    expect(read?.notes.map((one) => one.id)).toEqual(['placeholder_password'])
  })

  test('what stands behind a variable is taken, and told', () => {
    const read = readSmtpSettings(
      "{\n host: process.env.SMTP_HOST || 'mail.acme.dev',\n port: env('MAIL_PORT', 2525),\n}",
    )
    expect(read).toMatchObject({ host: 'mail.acme.dev', port: 2525 })
    expect(read?.notes.map((one) => one.id)).toEqual(['variable_host', 'variable_port'])
  })
})

describe('nothing is read from', () => {
  test.each([
    ['nothing', ''],
    ['prose', 'Dear Ann, the mail does not leave since Monday. Regards'],
    ['a database', 'DB_HOST=127.0.0.1\nDB_PORT=3306\nDB_USERNAME=root\nDB_PASSWORD=x'],
    ['a web address', 'https://acme.dev/docs'],
    ['commented lines', '# SMTP_HOST=mail.acme.dev\n# SMTP_PORT=587'],
  ])('%s', (_, text) => {
    expect(readSmtpSettings(text)).toBeNull()
  })
})

describe('hostile text', () => {
  const long = 100_000
  test.each([
    ['quotation marks', '"'],
    ['backslashes within quotation marks', '"\\'],
    ['spaces', ' '],
    ['a name and spaces', `a${' '.repeat(99)}`],
    ['commas and colons', ',a:'],
    ['open braces', '{a:'],
    ['closed braces', '}'],
    ['dollar braces', '${'],
    ['URLs', 'smtp://a:'],
    ['URLs without a word between', 'smtp+'],
    ['at signs', 'smtp://u:@'],
    ['names with equals', 'SMTP_HOST='],
    ['error lines without an end', 'connect ECONNREFUSED '],
    ['error lines', 'error a.:\n'],
    ['mailers that are off', 'MAIL_MAILER=log\n'],
    ['quoted entries', '- "A=x" " '],
    ['lookups', 'a[a]'],
    ['lines of names', 'SMTP_HOST=\n'],
    ['deep indentation', '\n a:'],
    ['labels', 'Password\n'],
    ['comments', 'x #'],
    ['semicolons at the end', 'SMTP_PASSWORD=x;;;; '],
    ['commands', 'curl '],
    ['percent signs', 'smtp://%:%@%'],
    ['env calls', "env('"],
    ['defines', "define('"],
    ['calls', 'SMTP("'],
    ['logins', '.login("'],
    ['labels with colons', 'SMTP Host: '],
    ['triple quotation marks', '"""'],
    ['square brackets', "a['"],
    ['direction overrides', 'SMTP_HOST=\u202e'],
    ['NUL', '\0'],
    ['lone surrogates', '\ud800'],
  ])(
    'a hundred thousand %s are read without trouble',
    (_, unit) => {
      for (const text of [
        unit.repeat(Math.ceil(long / unit.length)),
        `SMTP_PASSWORD=${unit.repeat(Math.ceil(long / unit.length))}x`,
        `{ pass: '${unit.repeat(Math.ceil(long / unit.length))}', host: 'a.b.c' }`,
      ])
        expect(() => readSmtpSettings(text)).not.toThrow()
    },
    5_000,
  )

  test('prototype keys are names like others', () => {
    const text =
      '__proto__:\n  smtp:\n    host: mail.acme.dev\nconstructor=x\nhasOwnProperty=y\nservice: constructor\nservice: __proto__'
    expect(readSmtpSettings(text)?.host).toBe('mail.acme.dev')
    expect(Object.hasOwn(Object.prototype, 'host')).toBe(false)
  })

  test('notes never contain the secret, and no control characters', () => {
    const text = `SMTP_HOST=" mail\u001b[31m.acme.dev"\nSMTP_PORT=\u001b[31m\u202eport\nSMTP_USER=" a"\nSMTP_PASSWORD=" t0p-secret"\nSMTP_SECURE=false\nrejectUnauthorized=false`
    const told =
      readSmtpSettings(text)
        ?.notes.map((one) => one.text)
        .join(' ') ?? ''
    expect(told).not.toBe('')
    expect(told).not.toContain('t0p-secret')
    expect(told).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })
})

describe('an error line says where the app wanted to go', () => {
  test.each([
    ['connect ECONNREFUSED 127.0.0.1:587', { host: '127.0.0.1', port: 587 }],
    ['Error: connect ECONNREFUSED ::1:1025\n    at TCPConnectWrap.afterConnect (node:net:1637:16)', { host: '::1' }],
    ['getaddrinfo ENOTFOUND smtp.x.example', { host: 'smtp.x.example', port: null }],
    ['Error: getaddrinfo EAI_AGAIN smtp.x.example smtp.x.example:587', { host: 'smtp.x.example', port: 587 }],
    ['Error: Greeting never received from smtp.x.example:465', { host: 'smtp.x.example', port: 465 }],
    [
      'Greeting never received\n    at SMTPConnection (/app/index.js:12)\nconnect ETIMEDOUT 192.0.2.4:25',
      { host: '192.0.2.4', port: 25 },
    ],
    ['SMTP connect() failed. ssl://smtp.x.example:465', { host: 'smtp.x.example', port: 465, security: 'tls' }],
    ['Connection could not be established with host "ssl://smtp.x.example:465"', { port: 465, security: 'tls' }],
    ['dial tcp: lookup smtp.x.example on 127.0.0.53:53: no such host', { host: 'smtp.x.example', port: null }],
    ['dial tcp 192.0.2.4:587: connect: connection refused', { host: '192.0.2.4', port: 587 }],
    ["Couldn't connect to host, port: smtp.x.example, 587; timeout 5000", { host: 'smtp.x.example', port: 587 }],
    ['Could not connect to SMTP host: smtp.x.example, port: 587', { host: 'smtp.x.example', port: 587 }],
    ['Connection refused - connect(2) for "smtp.x.example" port 587', { host: 'smtp.x.example', port: 587 }],
  ])('%s', (text, expected) => {
    expect(readSmtpSettings(text)).toMatchObject(expected)
  })

  test.each([
    'Error: Greeting never received',
    'TypeError: failed at index.js:12',
    'Error at 12:05:21',
    'For example acme.dev:80',
  ])('or it does not: %s', (text) => {
    expect(readSmtpSettings(text)).toBeNull()
  })
})

describe('docker-compose', () => {
  test.each([
    ['- MAIL_HOST=mail.acme.dev\n- MAIL_PORT=587\n- MAIL_USERNAME=app\n- MAIL_PASSWORD=s3cret'],
    ['  - "MAIL_HOST=mail.acme.dev"\n  - "MAIL_PORT=587"\n  - "MAIL_USERNAME=app"\n  - "MAIL_PASSWORD=s3cret"'],
    ["- 'MAIL_HOST=mail.acme.dev'\n- 'MAIL_PORT=587'\n- 'MAIL_USERNAME=app'\n- 'MAIL_PASSWORD=s3cret'"],
    ['MAIL_HOST: mail.acme.dev\nMAIL_PORT: 587\nMAIL_USERNAME: app\nMAIL_PASSWORD: s3cret'],
  ])('%s', (text) => {
    expect(readSmtpSettings(text)).toMatchObject(mail)
  })
})

test.each([
  "EMAIL_HOST_PASSWORD = os.environ['EMAIL_PASSWORD']",
  'EMAIL_HOST_PASSWORD = os.environ["EMAIL_PASSWORD"]',
  'EMAIL_HOST_PASSWORD = os.getenv("EMAIL_PASSWORD")',
  'EMAIL_HOST_PASSWORD: process.env.EMAIL_PASSWORD,',
  "EMAIL_HOST_PASSWORD: process.env['EMAIL_PASSWORD'],",
  "password: ENV['EMAIL_PASSWORD'],",
  "'password' => env('EMAIL_PASSWORD'),",
  "'password' => getenv('EMAIL_PASSWORD'),",
  "'password' => $_ENV['EMAIL_PASSWORD'],",
  'password = System.getenv("EMAIL_PASSWORD")',
  'MAIL_PASSWORD=${EMAIL_PASSWORD}',
])('%s is taken from the environment', (line) => {
  const said = readSmtpSettings(`EMAIL_HOST = 'mail.acme.dev'\n${line}`)
  const one = readSmtpSettings(`smtp: { host: 'mail.acme.dev', ${line.replace(/,$/, '')} }`)
  expect(said?.password).toBeNull()
  expect(one?.password).toBeNull()
  expect(said?.notes.map(({ id }) => id)).toEqual(['placeholder_password'])
  expect(said?.notes[0]?.text).toContain('“EMAIL_PASSWORD”')
})
