import { describe, expect, test } from 'vitest'
import { compareRecipients, splitToAndCc } from '../../../renderer/inbox/message/envelope/compareRecipients.ts'
import { recipientParameters, senderParameters } from '../../../renderer/inbox/message/envelope/describeParameters.ts'
import { numberRepeats } from '../../../renderer/inbox/message/headers/numberRepeats.ts'

const box = (address: string) => ({ name: '', address })
const envelope = (...addresses: string[]) => ({
  mailFrom: { address: 'app@example.test' },
  recipients: addresses.map((address) => ({ address })),
})

describe('header and envelope are compared', () => {
  test('who is in the envelope alone got a blind copy', () => {
    const message = {
      to: [box('Ana@example.test')],
      headers: [{ name: 'To', value: 'Ana@example.test' }],
      envelope: envelope('ana@example.test', 'boss@example.test'),
    }
    expect(compareRecipients(message)).toEqual({ blind: ['boss@example.test'], onlyNamed: [] })
  })

  test('who is named alone was not sent to here', () => {
    const message = {
      to: [box('a@example.test'), box('b@example.test')],
      headers: [{ name: 'Cc', value: 'a@example.test, b@example.test' }],
      envelope: envelope('a@example.test'),
    }
    expect(compareRecipients(message).onlyNamed).toEqual(['b@example.test'])
  })

  test('without To and Cc everyone got a blind copy', () => {
    const message = { to: [box('a@example.test')], headers: [], envelope: envelope('a@example.test') }
    expect(compareRecipients(message).blind).toEqual(['a@example.test'])
  })

  test('Cc is told from To by the header fields', () => {
    const { to, cc } = splitToAndCc({
      to: [box('a@example.test'), box('c@example.test')],
      headers: [
        { name: 'to', value: 'A <a@example.test>' },
        { name: 'CC', value: 'C <C@example.test>' },
      ],
    })
    expect(to).toEqual([box('a@example.test')])
    expect(cc).toEqual([box('c@example.test')])
  })
})

test('parameters of the envelope are shown as they were spoken', () => {
  const sender = {
    address: 'a@example.test',
    size: 12,
    body: '8BITMIME',
    smtputf8: true,
    dsn: { ret: 'HDRS', envid: 'x' },
  } as const
  expect(senderParameters(sender)).toEqual(['SIZE=12', 'BODY=8BITMIME', 'SMTPUTF8', 'RET=HDRS', 'ENVID=x'])
  expect(recipientParameters({ address: 'b', dsn: { notify: ['SUCCESS', 'DELAY'], orcpt: 'rfc822;b' } })).toEqual([
    'NOTIFY=SUCCESS,DELAY',
    'ORCPT=rfc822;b',
  ])
})

test('header fields that occur more than once are numbered, whatever their case', () => {
  const fields = numberRepeats([
    { name: 'Received', value: '1' },
    { name: 'Subject', value: 'x' },
    { name: 'RECEIVED', value: '2' },
  ])
  expect(fields.map(({ nth, of }) => `${nth}/${of}`)).toEqual(['1/2', '1/1', '2/2'])
})
