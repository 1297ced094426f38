import { once } from 'node:events'
import { createServer, type Server, type ServerOptions } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { policyFetcher, type FetchPolicy } from '../../../electron/engine/diagnostics/domain/policyFetch.ts'
import { isPublicAddress } from '../../../electron/engine/diagnostics/domain/publicAddress.ts'
import { makeCertificates, type MadeCertificates } from '../../../electron/engine/smtp/certificate/make.ts'
import { ask, type Zones } from './domainRig.ts'

let good: MadeCertificates
let other: MadeCertificates
beforeAll(async () => {
  ;[good, other] = await Promise.all([makeCertificates(['mta-sts.acme.test']), makeCertificates(['elsewhere.test'])])
})
const servers: Server[] = []
afterEach(() =>
  Promise.all(
    servers.splice(0).map(async (server) => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }),
  ),
)

const zones: Zones = {
  'acme.test': { MX: ['10 mx1.acme.test', '20 mx2.acme.test'] },
  'mx1.acme.test': { A: ['192.0.2.1'] },
  'mx2.acme.test': { A: ['192.0.2.2'] },
  '_mta-sts.acme.test': { TXT: ['v=STSv1; id=20260101;'] },
  'mta-sts.acme.test': { A: ['127.0.0.1'] },
}
const policy = 'version: STSv1\r\nmode: enforce\r\nmx: *.acme.test\r\nmax_age: 1209600\r\n'

async function serve(
  answer: (response: ServerResponse, request: IncomingMessage) => void,
  options: ServerOptions = good,
): Promise<FetchPolicy> {
  const server = createServer({ key: options.key, cert: options.cert }, (request, response) =>
    answer(response, request),
  ).listen(0, '127.0.0.1')
  server.on('tlsClientError', () => undefined)
  servers.push(server)
  await once(server, 'listening')
  return policyFetcher({
    port: (server.address() as AddressInfo).port,
    ca: good.caPem,
    isAllowed: (address) => address === '127.0.0.1',
  })
}

const text = (body: string) => (response: ServerResponse) => response.setHeader('content-type', 'text/plain').end(body)
const withPolicy = async (body: string, more: Zones = {}) =>
  (await ask({ ...zones, ...more }, { fetchPolicy: await serve(text(body)) })).record('MTA-STS')

describe('a policy', () => {
  test('is fetched where it has to be, and explained', async () => {
    const asked: string[] = []
    const fetchPolicy = await serve((response, request) => {
      asked.push(`${request.headers.host} ${request.url}`)
      text(policy)(response)
    })
    const { record } = await ask(zones, { fetchPolicy })
    expect(record('MTA-STS')).toMatchObject({ state: 'published', problems: [], name: '_mta-sts.acme.test' })
    expect(record('MTA-STS').parts.map(({ part }) => part)).toEqual([
      'v=STSv1',
      'id=20260101',
      'version: STSv1',
      'mode: enforce',
      'mx: *.acme.test',
      'max_age: 1209600',
    ])
    expect(asked).toEqual([expect.stringMatching(/^mta-sts\.acme\.test(:\d+)? \/\.well-known\/mta-sts\.txt$/)])
  })

  test.each([
    ['leaves out a mail exchanger', policy.replace('*.acme.test', 'mx1.acme.test'), 'mx2.acme.test'],
    ['stands for one label only', policy.replace('*.acme.test', '*.test'), 'mx1.acme.test'],
    ['has no version', policy.replace('version: STSv1\r\n', ''), 'version: STSv1'],
    ['has an unknown mode', policy.replace('enforce', 'enforced'), 'mode: enforced'],
    ['has no mx', policy.replace('mx: *.acme.test\r\n', ''), 'names no mx'],
    ['has no age', policy.replace('1209600', 'long'), 'max_age'],
    ['lasts an hour', policy.replace('1209600', '3600'), 'less than a day'],
    ['lasts for ever', policy.replace('1209600', '9999999999'), 'max_age'],
    ['is a web page', '<html><script>alert(1)</script></html>', 'no “key: value”'],
    ['is empty', '', 'version: STSv1'],
  ])('that %s has a mistake', async (_, body, problem) => {
    const record = await withPolicy(body)
    expect(record.state).toBe('invalid')
    expect(record.problems.join(' ')).toContain(problem)
  })

  test('with escapes is shown safely', async () => {
    const record = await withPolicy(`${policy}x: \u001b]0;owned\u0007\u202e`)
    // oxlint-disable-next-line no-control-regex
    expect(JSON.stringify(record.raw.concat(record.parts.map(({ means, part }) => means + part)))).not.toMatch(
      /\\u001b|\\u0007|\u202e/,
    )
  })

  test('is not fetched when that is not wanted', async () => {
    const { record, server } = await ask(zones)
    expect(record('MTA-STS')).toMatchObject({
      state: 'published',
      summary: expect.stringContaining('not fetched') as string,
    })
    expect(server.asked).not.toContain('A mta-sts.acme.test')
  })
})

describe('the server of the policy', () => {
  test.each([
    [
      'redirects',
      (response: ServerResponse) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      'redirects',
    ],
    ['knows no policy', (response: ServerResponse) => response.writeHead(404).end(), '404'],
    [
      'sends a web page',
      (response: ServerResponse) => response.setHeader('content-type', 'text/html').end(policy),
      'text/plain',
    ],
    [
      'sends more than 64 KB',
      (response: ServerResponse) => response.setHeader('content-type', 'text/plain').end('x'.repeat(70_000)),
      'larger than 64 KB',
    ],
  ])('that %s is told', async (_, answer, problem) => {
    const { record } = await ask(zones, { fetchPolicy: await serve(answer) })
    expect(record('MTA-STS').state).toBe('invalid')
    expect(record('MTA-STS').problems.join(' ')).toContain(problem)
  })

  test.each([
    ['hangs up', (response: ServerResponse) => response.destroy(), 'could not be reached'],
    [
      'hangs up within its answer',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '500' })
        response.write('version', () => response.destroy())
      },
      'ended its answer early',
    ],
  ])('that %s could not be checked', async (_, answer, problem) => {
    const { record } = await ask(zones, { fetchPolicy: await serve(answer) })
    expect(record('MTA-STS').state).toBe('couldNotCheck')
    expect(record('MTA-STS').problems.join(' ')).toContain(problem)
  })

  test('that stops in the middle of its answer is not waited for', async () => {
    const fetchPolicy = await serve((response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '500' }).write('version')
    })
    const { record } = await ask(zones, { fetchPolicy, timeoutMs: 500 })
    expect(record('MTA-STS').state).toBe('couldNotCheck')
    expect(record('MTA-STS').problems.join(' ')).toContain('in time')
  })

  test('that never ends its answer is cut off', async () => {
    const fetchPolicy = await serve((response) => {
      response.writeHead(200, { 'content-type': 'text/plain' })
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(1_024)));
        response.once('drain', more)
      }
      more()
    })
    const { record } = await ask(zones, { fetchPolicy })
    expect(record('MTA-STS').problems.join(' ')).toContain('larger than 64 KB')
  })

  test('that is silent could not be checked', async () => {
    const { record } = await ask(zones, { fetchPolicy: await serve(() => undefined), timeoutMs: 500 })
    expect(record('MTA-STS')).toMatchObject({ state: 'couldNotCheck' })
    expect(record('MTA-STS').problems.join(' ')).toContain('in time')
  })

  test.each([
    ['for another name', () => other],
    ['of an authority that nobody knows', async () => makeCertificates(['mta-sts.acme.test'])],
  ])('with a certificate %s does not count', async (_, certificates) => {
    const { record } = await ask(zones, { fetchPolicy: await serve(text(policy), await certificates()) })
    expect(record('MTA-STS').state).toBe('invalid')
    expect(record('MTA-STS').problems.join(' ')).toContain('certificate')
  })

  test.each(['127.0.0.1', '10.0.0.7', '169.254.169.254', '192.168.1.1', '100.100.100.200'])(
    'at %s is not asked, so that a domain cannot make us talk to the inside',
    async (address) => {
      const { record } = await ask(
        { ...zones, 'mta-sts.acme.test': { A: [address] } },
        { fetchPolicy: policyFetcher() },
      )
      expect(record('MTA-STS').state).toBe('couldNotCheck')
      expect(record('MTA-STS').problems.join(' ')).toContain('It was not asked')
    },
  )

  test('without an address is told', async () => {
    const { record } = await ask({ ...zones, 'mta-sts.acme.test': 'NXDOMAIN' }, { fetchPolicy: policyFetcher() })
    expect(record('MTA-STS').problems.join(' ')).toContain('no address')
  })
})

test.each([
  '0.0.0.0',
  '127.0.0.1',
  '10.1.2.3',
  '172.31.255.255',
  '192.168.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '198.18.0.1',
  '203.0.113.9',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  'fe80::1',
  'fc00::1',
  'fd00:ec2::254',
  'ff02::1',
  '::ffff:10.0.0.1',
  '::ffff:8.8.8.8',
  '64:ff9b::a9fe:a9fe',
  '2002:7f00:1::',
  '2001::1',
  '2001:db8::1',
  'mail.test',
  '',
])('%s is not on the Internet', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

test.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '2606:4700::1111', '2a00:1450::1'])('%s is', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

describe('the record', () => {
  test.each([
    ['has no id', 'v=STSv1;', 'id='],
    ['has an id with a hyphen', 'v=STSv1; id=2026-01-01', 'id='],
    ['has another version', 'v=STSv2; id=1', 'v=STSv1'],
  ])('that %s is invalid', async (_, record, problem) => {
    const found = (await ask({ '_mta-sts.acme.test': { TXT: [record] } })).record('MTA-STS')
    expect(found.state).toBe('invalid')
    expect(found.problems.join(' ')).toContain(problem)
  })

  test('twice counts for nothing', async () => {
    expect(
      (await ask({ '_mta-sts.acme.test': { TXT: ['v=STSv1; id=1', 'v=STSv1; id=2'] } })).record('MTA-STS').state,
    ).toBe('invalid')
  })
})
