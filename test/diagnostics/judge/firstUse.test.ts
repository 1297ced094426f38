import { describe, expect, it } from 'vitest'
import type { InputNote } from '../../../shared/model/diagnosis/question.ts'
import { continued } from '../../../electron/engine/diagnostics/judge/words.ts'
import {
  chain,
  clearEndpoint,
  greeted,
  greeting,
  host,
  observations,
  starttlsEndpoint,
  tlsEndpoint,
  unreached,
  untrusted,
} from '../../support/observations.ts'
import { ids, judged } from './judging.ts'

const ask587 = { ports: [587] }
const cleaned = (id: string, field: InputNote['field'], text: string): InputNote => ({
  id,
  field,
  severity: 'cleaned',
  text,
})
const scheme = cleaned(
  'schemeInHost',
  'host',
  'The host has a scheme (smtp://, https://) or a path. An app that wants a host wants the name alone.',
)

describe('a setting that was put right for the diagnosis', () => {
  it('settings of an app with a scheme in the host: the app fails, and would work without', () => {
    const { verdict } = judged(observations([starttlsEndpoint()], { notes: [scheme] }), { ...ask587, username: 'app' })
    expect(verdict).toMatchObject({ is: 'doesNotWork', who: 'you' })
    expect(verdict.sentence).toMatch(
      /^Does not work: the host has a scheme.*put right it works: smtp\.example\.com:587/,
    )
    expect(verdict.todo).toMatch(/^Put it right in the app’s settings: an app that wants a host/)
  })

  it('a URL that was typed as the host is cleaned, and no more is said than that', () => {
    const typed = { ...scheme, id: 'typedScheme' }
    const judgement = judged(observations([starttlsEndpoint()], { notes: [typed] }), ask587)
    expect(judgement.verdict.is).toBe('works')
    expect(judgement.findings.find(({ id }) => id === 'typedScheme')).toMatchObject({ severity: 'info', seen: '' })
  })

  it('a scheme in the pasted setting for the host: the app has it, and fails', () => {
    const { verdict } = judged(observations([starttlsEndpoint()], { notes: [scheme] }), ask587)
    expect(verdict).toMatchObject({ is: 'doesNotWork', who: 'you' })
  })

  it('HOST:PORT is how it may be typed: nothing is found in it', () => {
    const note = cleaned('typedPort', 'host', 'Port 587 was taken from the field for the host.')
    const judgement = judged(observations([starttlsEndpoint()], { notes: [note] }), { ...ask587, username: 'app' })
    expect(judgement.verdict.is).toBe('works')
    expect(ids(judgement)).not.toContain('typedPort')
  })

  it('a user name of an upstream with a space: the app fails', () => {
    const note = cleaned('spaceAroundUsername', 'username', 'The user name begins or ends with a space. Remove it.')
    const { verdict } = judged(observations([starttlsEndpoint()], { notes: [note] }), {
      ...ask587,
      upstreamId: 'up',
      username: 'app',
    })
    expect(verdict).toMatchObject({ is: 'doesNotWork', who: 'you' })
    expect(verdict.sentence).toContain('With that put right it works')
  })
})

it('a name that only the name server that was named knows is of no use to programs here', () => {
  const name = {
    host,
    system: { addresses: [], error: 'ENOTFOUND', milliseconds: 5 },
    dns: [{ type: 'A', name: host, values: ['192.0.2.1'], error: null, milliseconds: 5 }],
    reverse: [],
    disagree: true,
  }
  const judgement = judged(observations([starttlsEndpoint()], { name }), { ...ask587, dnsServer: '192.0.2.53' })
  expect(judgement.verdict).toMatchObject({ is: 'doesNotWork', who: 'network' })
  expect(judgement.verdict.sentence).toContain('only the name server that was named knows it')
  expect(judgement.verdict.todo).not.toContain('From here this works')
  expect(ids(judgement)).not.toContain('namesDisagree')
})

it('a password with a newline that is refused without it too: not the newline alone is to blame', () => {
  const refused = (isCleaned: boolean) => ({
    mechanism: 'PLAIN',
    cleaned: isCleaned,
    code: 535,
    reply: '535 no',
    ended: null,
    milliseconds: 4,
  })
  const note = cleaned('newlineInPassword', 'password', 'The password ends with an invisible newline. Remove it.')
  const judgement = judged(
    observations([starttlsEndpoint(587, { login: { tries: [refused(false), refused(true)], skipped: null } })], {
      notes: [note],
    }),
    { ...ask587, tryLogin: true, username: 'app', upstreamId: 'up' },
  )
  expect(judgement.verdict).toMatchObject({ is: 'doesNotWork', who: 'account' })
  expect(judgement.verdict.todo).toMatch(/^Refused with and without.*check user name and password/)
  expect(judgement.findings.find(({ id }) => id === 'newlineInPassword')).toMatchObject({ severity: 'warning' })
})

describe('where encryption is taken out on the way', () => {
  const masked = { greeting: greeting({ masked: true, lines: ['220 ****************'] }) }

  it('no settings in clear are offered, and no port that was seen to be closed', () => {
    const judgement = judged(
      observations([
        clearEndpoint(587, [], masked),
        unreached(465, 'closed', 'ECONNREFUSED'),
        unreached(2525, 'silent'),
      ]),
      ask587,
    )
    expect(judgement.settings).toEqual([])
    expect(judgement.findings.find(({ id }) => id === 'inspectionFirewall')?.todo).toMatch(
      /Until then use another network/,
    )
  })

  it('a port that works is named alone', () => {
    const judgement = judged(
      observations([clearEndpoint(587, [], masked), tlsEndpoint(465), unreached(2525, 'silent')]),
      ask587,
    )
    expect(judgement.findings.find(({ id }) => id === 'inspectionFirewall')?.todo).toMatch(/use 465\.$/)
  })
})

it('blocked ports: what is wrong with the one that answers is said, and the others alone are concerned', () => {
  const silent = [587, 465, 25].map((port) => unreached(port, 'silent'))
  const judgement = judged(observations([...silent, starttlsEndpoint(2525, { chain: chain({ nameMatches: false }) })]))
  const finding = judgement.findings.find(({ id }) => id === 'smtpFiltered')
  expect(finding?.todo).toMatch(/^Port 2525 answers, but the certificate is for another name; put that right/)
  expect(finding?.endpoints).toEqual(silent.map(({ id }) => id))
})

it('the mode of the port comes before its certificate, and both are to be done', () => {
  const bad = chain({ trust: untrusted })
  const judgement = judged(
    observations([tlsEndpoint(465, { chain: bad }), starttlsEndpoint(587, { chain: bad, elsewhere: true })]),
    { ports: [465], security: 'starttls' },
  )
  expect(ids(judgement)[0]).toBe('implicitTlsExpected')
  expect(judgement.verdict.todo).toMatch(/secure: true.*Then: /)
})

it.each([
  ['550 5.7.60 SMTP; Client does not have permissions to send as this sender', 'senderRefused'],
  ['550 5.7.1 Sender address rejected: not owned by user', 'senderRefused'],
  ['554 5.7.1 Relay access denied', 'relayDenied'],
  ['550 5.1.1 User unknown', 'recipientRefused'],
])('RCPT that is answered with “%s” is about what it says: %s', (text, id) => {
  const step = { command: 'RCPT TO:<b@b.test>', code: Number(text.slice(0, 3)), reply: text, milliseconds: 4 }
  const dryRun = { from: 'a@a.test', to: 'b@b.test' }
  expect(ids(judged(observations([starttlsEndpoint(587, { dryRun: [step] })]), { ...ask587, dryRun }))).toContain(id)
})

describe('a certificate of an authority that was given', () => {
  const own = chain({ trust: [...untrusted, { store: 'own', trusted: true, root: 'Lab Root', why: null }] })

  it('is trusted with that authority, which the app has to load', () => {
    const judgement = judged(observations([starttlsEndpoint(587, { chain: own })]), { ...ask587, ca: 'PEM' })
    expect(judgement.verdict.sentence).toContain('trusted with the authority that was given')
    expect(judgement.verdict.todo).toContain('NODE_EXTRA_CA_CERTS')
    expect(judgement.clients[0]?.answers[0]).toMatchObject({
      answer: 'yes',
      why: expect.stringContaining('once it is told to trust that authority') as string,
    })
  })

  it('is that of Sandpost where it looks at itself', () => {
    const judgement = judged(observations([starttlsEndpoint(587, { chain: own })]), { self: true, ca: 'PEM' })
    expect(judgement.verdict.sentence).toContain('trusted once the app trusts Sandpost’s own authority')
  })
})

it('Sandpost’s own port for TLS is named, not one it does not have', () => {
  const listeners = [
    { host: '127.0.0.1', port: 2525, security: 'starttls' as const, open: true },
    { host: '127.0.0.1', port: 4465, security: 'tls' as const, open: true },
  ]
  const judgement = judged(observations([starttlsEndpoint(2525)], { listeners }), { self: true, security: 'tls' })
  const todo = judgement.findings.find(({ id }) => id === 'startTlsExpected')?.todo
  expect(todo).toMatch(/or use port 4465\.$/)
})

it('a usual port that nobody asked for and nothing listens on is no problem where another works', () => {
  const judgement = judged(observations([clearEndpoint(25), unreached(465, 'closed', 'ECONNREFUSED')]))
  expect(judgement.verdict.is).toBe('worksBut')
  expect(judgement.findings.find(({ id }) => id === 'portClosed')).toMatchObject({ severity: 'info', todo: '' })
})

it('what answers in place of a mail server is shown as text, not in hexadecimal', () => {
  const firstBytes = Buffer.from('HTTP/1.1 400 Bad Request\r\n').toString('hex')
  const judgement = judged(observations([greeted(80, { is: 'http', code: null, lines: [], firstBytes })]), {
    ports: [80],
  })
  expect(judgement.findings[0]?.seen).toContain('HTTP/1.1 400 Bad Request')
})

it('how to set the protection is said in the words of the common frameworks', () => {
  expect(judged(observations([starttlsEndpoint()])).verdict.todo).toMatch(
    /requireTLS.*MAIL_ENCRYPTION.*EMAIL_USE_TLS.*mail\.smtp\.starttls\.enable/,
  )
})

it.each([
  ['Avast opens the connection.', 'Avast opens the connection.'],
  ['Nothing is listening on port 587.', 'nothing is listening on port 587.'],
  ['Port 25 does not answer.', 'port 25 does not answer.'],
  ['The-Company Proxy answers.', 'The-Company Proxy answers.'],
  ['Something answers.', 'something answers.'],
])('after a colon, %s', (sentence, expected) => {
  expect(continued(sentence, [])).toBe(expected)
})
