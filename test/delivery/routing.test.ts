import { describe, expect, it } from 'vitest'
import { decide, type MailFacts } from '../../electron/engine/delivery/routing/decide.ts'
import { domainFits, fits } from '../../electron/engine/delivery/routing/patterns.ts'
import { Routing } from '../../shared/model/routing.ts'

const name = (id: string) => (id === 'gone' ? null : `Upstream ${id}`)
const mail = (facts: Partial<MailFacts> = {}): MailFacts => ({
  credentialId: 'shop',
  mode: 'production',
  sender: 'ann@example.com',
  header: (wanted) => (wanted.toLowerCase() === 'x-kind' ? ['receipt 7'] : []),
  tags: ['eu'],
  sandboxed: false,
  result: null,
  ...facts,
})
const to = (id: string) => ({ is: 'relay' as const, upstreamId: id })
const routing = (value: unknown) => Routing.parse(value)

describe('routes', () => {
  const routes = [
    { id: 'off', enabled: false, action: to('off') },
    {
      id: 'header',
      conditions: { header: { name: 'X-Kind', value: 'receipt*' }, recipientDomains: ['bank.example'] },
      action: to('a'),
    },
    { id: 'domain', conditions: { recipientDomains: ['*.example.org', 'bücher.example'] }, action: to('b') },
    { id: 'sender', conditions: { senderDomains: ['other.test'] }, action: to('c') },
    { id: 'tag', conditions: { tags: ['us'] }, action: to('d') },
    { id: 'who', conditions: { credentialIds: ['crm'] }, action: { is: 'capture' } },
    { id: 'never', conditions: { recipientDomains: ['spam.test'] }, action: { is: 'reject', code: 550, text: 'No' } },
  ]
  const all = routing({ routes, otherwise: to('z') })
  const decided = (recipient: string, facts: Partial<MailFacts> = {}) => decide(all, mail(facts), recipient, name)

  it.each([
    ['x@bank.example', {}, 'header', 'a'],
    ['x@mail.example.org', {}, 'domain', 'b'],
    ['x@xn--bcher-kva.example', {}, 'domain', 'b'],
    ['x@example.org', {}, null, 'z'],
    ['x@y.test', { sender: 'a@OTHER.test' }, 'sender', 'c'],
    ['x@y.test', { tags: ['us'] }, 'tag', 'd'],
    ['x@y.test', {}, null, 'z'],
  ])('%s %j is taken by %s', (recipient, facts, routeId, upstreamId) => {
    expect(decided(recipient, facts)).toMatchObject({ is: 'relay', routeId, upstreamId })
  })

  it('capture only, and reject with its reply, also for mail in the sandbox', () => {
    expect(decided('x@y.test', { credentialId: 'crm' })).toMatchObject({ is: 'capture', routeId: 'who' })
    expect(decided('x@spam.test')).toMatchObject({ is: 'reject', reject: { code: 550, text: 'No' } })
    expect(decided('x@spam.test', { mode: 'sandbox' })).toMatchObject({ is: 'reject' })
  })

  it('an upstream that does not exist any more captures, and says so', () => {
    const gone = decide(routing({ otherwise: to('gone') }), mail(), 'x@y.test', name)
    expect(gone).toMatchObject({ is: 'capture', because: expect.stringContaining('does not exist') })
  })

  it('the safety net holds who is not allowed, and sends everything to one address', () => {
    const net = routing({ otherwise: to('z'), allowedRecipients: ['*@ours.test', 'boss@example.com'] })
    expect(decide(net, mail(), 'x@OURS.test', name).is).toBe('relay')
    expect(decide(net, mail(), 'customer@example.com', name)).toMatchObject({ is: 'hold', upstreamId: 'z' })
    const me = routing({ otherwise: to('z'), everythingTo: 'me@ours.test', allowedRecipients: ['*@ours.test'] })
    expect(decide(me, mail(), 'customer@example.com', name)).toMatchObject({ is: 'relay', rewrittenTo: 'me@ours.test' })
  })
})

describe('the sandbox', () => {
  const rules = [
    { recipients: 'bounce@*', result: 'bounce' },
    { recipients: '*', credentialIds: ['crm'], result: 'defer' },
  ]
  const sandbox = routing({ sandbox: { rules, otherwise: 'deliver' } })
  const decided = (recipient: string, facts: Partial<MailFacts>) => decide(sandbox, mail(facts), recipient, name)

  it('the header wins over the rules, the rules over the default', () => {
    expect(decided('bounce@x.test', { mode: 'sandbox', result: 'fail' }).result).toBe('fail')
    expect(decided('bounce@x.test', { mode: 'sandbox' }).result).toBe('bounce')
    expect(decided('x@x.test', { mode: 'sandbox', credentialId: 'crm' }).result).toBe('defer')
    expect(decided('x@x.test', { mode: 'sandbox' }).result).toBe('deliver')
  })

  it('a message that asks for it is in the sandbox although its credential is for production', () => {
    expect(decided('x@x.test', { sandboxed: true })).toMatchObject({ is: 'simulate', result: 'deliver' })
  })

  it('anonymous mail is captured only, unless a rule or a header asks for an outcome', () => {
    expect(decided('x@x.test', { credentialId: null, mode: 'sandbox' }).is).toBe('capture')
    expect(decided('bounce@x.test', { credentialId: null, mode: 'sandbox' })).toMatchObject({
      is: 'simulate',
      result: 'bounce',
    })
    expect(decided('x@x.test', { credentialId: null, mode: 'sandbox', result: 'suppress' }).result).toBe('suppress')
  })
})

describe('patterns', () => {
  it.each([
    ['*', '', true],
    ['a*c', 'abc', true],
    ['a*c', 'ac', true],
    ['a*b*c', 'aXbYc', true],
    ['a*a', 'a', false],
    ['BOUNCE@*', 'bounce@x.test', true],
    ['a.c', 'abc', false],
    ['*@x.test', 'a@x.test.evil', false],
  ])('%s and %s: %s', (pattern, text, expected) => expect(fits(pattern, text)).toBe(expected))

  it('*.example.com is below it and not the domain itself', () => {
    expect(domainFits(['*.example.com'], 'a.example.com')).toBe(true)
    expect(domainFits(['*.example.com'], 'example.com')).toBe(false)
    expect(domainFits(['*.example.com'], 'evilexample.com')).toBe(false)
  })

  it('catastrophic backtracking: a hundred stars over a long text come back', () => {
    expect(fits('*a'.repeat(100) + '*b', 'a'.repeat(10_000))).toBe(false)
  })
})
