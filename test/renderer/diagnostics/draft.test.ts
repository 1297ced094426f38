import { describe, expect, test } from 'vitest'
import { DiagnosisRequest } from '../../../shared/model/diagnosis/question.ts'
import {
  draftOf,
  emptyDraft,
  isEmpty,
  isSettings,
  portsOf,
  requestOf,
  understand,
} from '../../../renderer/diagnostics/question/draft.ts'

const nodemailer = `const transport = nodemailer.createTransport({
  host: 'mail.shop.test', port: 465, secure: false,
  auth: { user: 'app', pass: 'correct horse' },
})`

describe('what is sent to the engine', () => {
  test('an untouched form is the question with its defaults', () => {
    expect(DiagnosisRequest.parse(requestOf(emptyDraft, 'quick'))).toEqual(DiagnosisRequest.parse({}))
  })

  test('fields that were left empty are not asked with', () => {
    const request = requestOf({ ...emptyDraft, host: 'mail.shop.test', username: ' ', serverName: '' }, 'deep')
    expect(request).toMatchObject({ username: null, serverName: null, depth: 'deep', dryRun: null })
    expect(request).not.toHaveProperty('password')
    expect(request).not.toHaveProperty('pasted')
  })

  test('what was pasted goes along as it is, so that the report can speak of it', () => {
    expect(requestOf({ ...emptyDraft, pasted: nodemailer }, 'quick').pasted).toBe(nodemailer)
  })
})

describe('what is understood while it is typed', () => {
  test('nothing is said of an empty form', () => {
    expect(isEmpty(emptyDraft)).toBe(true)
    expect(understand(emptyDraft).notes).toEqual([])
  })

  test('pasted settings fill host, port and user, and the mistake in them is named', () => {
    const { request, notes } = understand({ ...emptyDraft, pasted: nodemailer })
    expect(request).toMatchObject({ host: 'mail.shop.test', ports: [465], username: 'app' })
    expect(notes.map(({ id }) => id)).toContain('clearOnImplicitTlsPort')
  })

  test('a field that was corrected wins over what was pasted', () => {
    const { request } = understand({ ...emptyDraft, pasted: nodemailer, host: 'other.shop.test', ports: [587] })
    expect(request).toMatchObject({ host: 'other.shop.test', ports: [587] })
  })

  test('no note ever contains the password', () => {
    const { notes } = understand({ ...emptyDraft, pasted: nodemailer.replace('correct horse', ' s3cret\\n') })
    expect(JSON.stringify(notes)).not.toContain('s3cret')
  })
})

describe('what counts as settings', () => {
  test.each([
    ['lines', 'SMTP_HOST=a\nSMTP_PORT=1'],
    ['a URL with a password', 'smtp://user:pass@mail.shop.test'],
    ['one variable', 'SMTP_HOST=mail.shop.test'],
    ['a part of an object', "host: 'mail.shop.test', pass: 'x'"],
  ])('%s is read and hidden', (_, text) => expect(isSettings(text)).toBe(true))

  test.each([
    'mail.shop.test',
    'mail.shop.test:587',
    '[2001:db8::1]:465',
    ' mail.shop.test ',
    'smtp://mail.shop.test:25',
  ])('%s stays in the field', (text) => expect(isSettings(text)).toBe(false))
})

test('ports are read in any form, eight at most, and what is none is refused', () => {
  expect(portsOf('587, 465;2525  25')).toEqual([587, 465, 2525, 25])
  expect(portsOf('')).toEqual([])
  expect(portsOf('25 25')).toEqual([25])
  expect(portsOf('1 2 3 4 5 6 7 8 9')).toHaveLength(8)
  for (const bad of ['0', '65536', 'smtp', '5.5', '-25']) expect(portsOf(bad), bad).toBeNull()
})

test('a question that was kept is asked again without a login that would need its password', () => {
  const question = DiagnosisRequest.parse({
    host: 'mail.shop.test',
    ports: [587],
    username: 'app',
    tryLogin: true,
    dryRun: { from: 'a@shop.test', to: 'b@shop.test' },
  })
  const draft = draftOf(question)
  expect(draft).toMatchObject({
    host: 'mail.shop.test',
    username: 'app',
    tryLogin: false,
    dryRun: true,
    from: 'a@shop.test',
  })
  expect(requestOf(draft, 'quick').dryRun).toEqual({ from: 'a@shop.test', to: 'b@shop.test' })
})
