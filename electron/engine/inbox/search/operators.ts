import { Outcome } from '../../../../shared/model/message.ts'
import { SearchError } from '../types.ts'
import { instantOf, spanOf } from './dates.ts'
import type { Wanted } from './parse.ts'

const units: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1_024, m: 1_048_576, g: 1_073_741_824 }

/** The condition of `name:value`; null when there is no such operator, then it is plain text. */
export function readOperator(name: string, value: string): Wanted | null {
  switch (name) {
    case 'from':
    case 'to':
    case 'subject':
    case 'tag':
      if (value.trim() === '') throw new SearchError(`Write what to look for after ${name}: such as ${examples[name]}.`)
      return { is: name, text: value }
    case 'is':
      if (value === 'unread' || value === 'read' || value === 'starred') return { is: value }
      throw new SearchError('After is: write unread, read or starred, such as is:unread.')
    case 'has':
      if (/^attachments?$/.test(value)) return { is: 'attachment' }
      throw new SearchError('After has: write attachment, such as has:attachment.')
    case 'before':
      return { is: 'received', from: -Infinity, before: instantOf(name, value) }
    case 'after':
      return { is: 'received', from: instantOf(name, value), before: Infinity }
    case 'on':
      return { is: 'received', ...spanOf(name, value) }
    case 'larger':
      return { is: 'size', above: bytesOf(name, value), below: Infinity }
    case 'smaller':
      return { is: 'size', above: -Infinity, below: bytesOf(name, value) }
    case 'id':
      if (/^\d{1,15}$/.test(value)) return { is: 'id', id: Number(value) }
      throw new SearchError('After id: write the number of a message, such as id:42.')
    case 'outcome':
      if (outcomes.includes(value)) return { is: 'outcome', outcome: value }
      throw new SearchError(`After outcome: write one of ${outcomes.join(', ')}, such as outcome:bounced.`)
    default:
      return null
  }
}

const outcomes: readonly string[] = Outcome.options.filter((one) => one !== 'mixed')

const examples = { from: 'from:ann@example.test', to: 'to:ann', subject: 'subject:invoice', tag: 'tag:todo' }

function bytesOf(name: string, value: string): number {
  const match = /^(\d{1,12}(?:\.\d{1,6})?)([kmg]?)i?b?$/i.exec(value)
  if (!match) throw new SearchError(`After ${name}: write a size, such as ${name}:500k or ${name}:2m.`)
  return Number(match[1]) * (units[(match[2] as string).toLowerCase()] as number)
}
