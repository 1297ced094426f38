import { describe, expect, test } from 'vitest'
import { lintPassword } from '../../shared/recognise/smtpSettings.ts'

describe('a password', () => {
  test.each([
    ['with nothing odd', 's3cret-w0rd', 's3cret-w0rd', []],
    ['with a newline from echo', 's3cret\n', 's3cret', ['newlineInPassword']],
    ['with a newline of Windows', 's3cret\r\n', 's3cret', ['newlineInPassword']],
    ['with a space at its end', 's3cret ', 's3cret', ['spaceAroundPassword']],
    ['with a tab before it', '\ts3cret', 's3cret', ['spaceAroundPassword']],
    ['with a no-break space', 's3cret\u00a0', 's3cret', ['noBreakSpaceInPassword', 'spaceAroundPassword']],
    ['with a byte order mark', '\ufeffs3cret', 's3cret', ['invisibleInPassword']],
    ['with a zero-width space', 's3\u200bcret', 's3cret', ['invisibleInPassword']],
    ['with a direction override', 's3cret\u202e', 's3cret', ['invisibleInPassword']],
    ['with a terminal escape', 's3\u001bcret', 's3cret', ['controlInPassword']],
    ['with a newline that was written out', 's3cret\\n', 's3cret', ['escapedNewlineInPassword']],
    ['in quotation marks', '"s3cret"', 's3cret', ['quotesAroundPassword']],
    ['in curly quotation marks', '“s3cret”', 's3cret', ['quotesAroundPassword']],
    ['with one quotation mark', '"s3cret', '"s3cret', ['quoteInPassword']],
    ['with its variable', 'SMTP_PASSWORD=s3cret', 's3cret', ['nameInPassword']],
    ['from an HTTP header', 'Bearer s3cret', 's3cret', ['bearerInPassword']],
    ['encoded for a URL', 'p%40ss', 'p@ss', ['percentInPassword']],
    ['with a percent sign of its own', '100%-sure', '100%-sure', []],
    ['still in base64', btoa('s3cret-word'), 's3cret-word', ['base64InPassword']],
    ['still in base64, with a newline in it', btoa('s3cret-word\n'), 's3cret-word', ['base64InPassword']],
    ['as AUTH PLAIN has it', btoa('\0app\0s3cret'), 's3cret', ['base64InPassword']],
    ['of stars', '********', '********', ['maskedPassword']],
    ['of dots', '••••••••', '••••••••', ['maskedPassword', 'passwordNotAscii']],
    ['that is a template', '${SMTP_PASSWORD}', '${SMTP_PASSWORD}', ['placeholderPassword']],
    ['that is a hint', '<your password>', '<your password>', ['placeholderPassword']],
    ['with letters beyond ASCII', 'pässword', 'pässword', ['passwordNotAscii']],
    ['that is empty', '', '', ['emptyPassword']],
    [
      'of nothing visible',
      '\u200b \n',
      '',
      ['invisibleInPassword', 'newlineInPassword', 'spaceAroundPassword', 'emptyPassword'],
    ],
  ])('%s', (_, password, cleaned, expected) => {
    const read = lintPassword(password)
    expect(read.cleaned).toBe(cleaned)
    expect(read.notes.map((one) => one.id)).toEqual(expected)
    if (cleaned !== '') expect(JSON.stringify(read.notes)).not.toContain(cleaned)
  })

  test.each([
    ['SendGrid', `SG.${'aB3_'.repeat(5)}xy.${'cD4-'.repeat(10)}xyz`],
    ['AhaSend', `aha-sk-${'aB3d'.repeat(16)}`],
    ['Elastic Email', '0123456789ABCDEF'.repeat(6)],
    ['a generator, as long as base64', 'Xq7/pL+9Zr2vT8sM'],
    ['Google, in four groups', 'abcd efgh ijkl mnop'],
  ])('of %s is left alone', (_, password) => {
    expect(lintPassword(password)).toEqual({ cleaned: password, notes: [] })
  })

  test.each([
    ['newlines', '\n'],
    ['newlines and a letter', `${'\n'.repeat(999)}a`],
    ['spaces and a letter', `${' '.repeat(999)}a`],
    ['percent signs', '%4'],
    ['quotation marks', '"'],
    ['NUL and base64', 'AA=='],
    ['equals signs', 'pass='],
    ['written newlines', '\\n'],
    ['lone surrogates', '\ud800'],
  ])(
    'of a hundred thousand %s is read without trouble',
    (_, unit) => {
      expect(() => lintPassword(unit.repeat(Math.ceil(100_000 / unit.length)))).not.toThrow()
    },
    2_000,
  )
})
