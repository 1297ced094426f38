import { randomUUID } from 'node:crypto'
import type { EnvelopeSender } from '../../../../shared/model/envelope.ts'
import { withAsciiDomain } from './asciiAddress.ts'
import { isBcc, placesOf, splitHeader, withoutFields } from '../headers/fields.ts'

/** What the way out needs to know of the message and of who takes it. */
export interface OutgoingFacts {
  readonly sender: EnvelopeSender
  /** Of the upstream: its own provider's headers are passed on to it. */
  readonly preset: string | null
  /** Our name, for Received and for a Message-ID that is missing. */
  readonly hostname: string
  /** When it was captured, in milliseconds. */
  readonly receivedAt: number
  readonly messageId: number
}

export interface Outgoing {
  readonly bytes: Buffer
  /** The header section as it is sent. */
  readonly header: string
  /** What differs from the stored copy, a sentence each. */
  readonly changes: readonly string[]
  /** Octets above 127 somewhere: 8BITMIME is needed (RFC 6152). */
  readonly has8Bit: boolean
  /** Such octets in the header: SMTPUTF8 is needed (RFC 6532). */
  readonly has8BitHeader: boolean
}

/** Which header fields only this provider understands, by the preset's id. */
const providerFields: readonly { readonly preset: string; readonly field: RegExp }[] = [
  { preset: 'ahasend', field: /^ahasend-/i },
  { preset: 'sendgrid', field: /^x-smtpapi$/i },
  { preset: 'elasticemail', field: /^x-elasticemail-/i },
]

/**
 * The message as it leaves. Taken away: Bcc, whatever its spelling, since it must not reach anybody; headers that are
 * instructions for another provider. Added where missing: Date and Message-ID (RFC 5322 3.6), Return-Path; and always
 * Received (RFC 5321 4.4). The rest stays byte for byte.
 */
export function makeOutgoing(stored: Buffer, facts: OutgoingFacts): Outgoing {
  // All of it, however long: what must not leave may stand at its end.
  const { header, bodyStart } = splitHeader(stored, stored.length)
  const changes: string[] = []
  const kept = endsLine(withoutFields(header, dropping(changes, facts.preset)))
  const names = new Set<string>()
  for (const { name } of placesOf(header)) names.add(name.toLowerCase())
  const has = (name: string) => names.has(name)
  const added = [`Received: by ${facts.hostname} (Sandpost) id ${facts.messageId};\r\n\t${rfc5322Date(Date.now())}\r\n`]
  if (!has('return-path')) {
    added.unshift(`Return-Path: <${safeAddress(facts.sender.address)}>\r\n`)
    changes.push('Return-Path is added.')
  }
  changes.push('Received is added.')
  if (!has('date')) {
    added.push(`Date: ${rfc5322Date(facts.receivedAt)}\r\n`)
    changes.push('Date is added: the message has none.')
  }
  if (!has('message-id')) {
    // The same at every try, so that a receiver knows a repeat.
    added.push(`Message-ID: <${facts.receivedAt}.${facts.messageId}@${facts.hostname}>\r\n`)
    changes.push('Message-ID is added: the message has none.')
  }
  const head = Buffer.from(`${added.join('')}${kept}`, 'latin1')
  const body = stored.subarray(bodyStart)
  const bytes = Buffer.concat([head, Buffer.from('\r\n'), body])
  return {
    bytes,
    header: head.toString('utf8'),
    changes,
    has8Bit: contains8Bit(bytes),
    has8BitHeader: contains8Bit(head),
  }
}

/** Which names are taken away, a sentence for each. */
function dropping(changes: string[], preset: string | null): (name: string) => boolean {
  const told = new Set<string>()
  return (name) => {
    if (!isBcc(name) && !isOfAnother(name, preset)) return false
    if (!told.has(name))
      changes.push(isBcc(name) ? `${name} is taken away.` : `${name} is taken away: it is for another provider.`)
    told.add(name)
    return true
  }
}

function isOfAnother(name: string, preset: string | null): boolean {
  return providerFields.some((one) => one.field.test(name) && !(preset ?? '').startsWith(one.preset))
}

function endsLine(header: string): string {
  return header === '' || /[\r\n]$/.test(header) ? header : `${header}\r\n`
}

/** Addresses come from an envelope that was checked; a line break among them would still be a header of its own. */
function safeAddress(address: string): string {
  return Buffer.from(withAsciiDomain(address.replace(/[\r\n<>]/g, '')), 'utf8').toString('latin1')
}

function contains8Bit(bytes: Buffer): boolean {
  for (let index = 0; index < bytes.length; index += 1) if ((bytes[index] as number) > 127) return true
  return false
}

/** `Sat, 21 Nov 2026 07:09:10 +0000` */
export function rfc5322Date(time: number): string {
  return new Date(time).toUTCString().replace('GMT', '+0000')
}

/** For messages of our own. */
export function newMessageId(hostname: string): string {
  return `<${randomUUID()}@${hostname}>`
}
