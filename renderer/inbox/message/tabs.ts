import type { MessageDetail } from '../../../shared/model/message.ts'
import { attachmentsOf } from './attachments/attachmentsOf.ts'

export const tabNames = ['html', 'text', 'source', 'headers', 'attachments', 'envelope', 'delivery'] as const
export type TabName = (typeof tabNames)[number]

export interface TabFacts {
  readonly name: TabName
  readonly label: string
  /** How many things are in it; null where there is nothing to count. */
  readonly count: number | null
  /** Why there is nothing in it; null when there is. */
  readonly empty: string | null
}

/** The tabs of a message, in order. */
export function tabsOf(message: MessageDetail): TabFacts[] {
  const attachments = attachmentsOf(message).length
  return [
    { name: 'html', label: 'HTML', count: null, empty: message.html === null ? 'This message has no HTML' : null },
    {
      name: 'text',
      label: 'Text',
      count: null,
      empty: message.text === null ? 'This message has no plain text' : null,
    },
    { name: 'source', label: 'Source', count: null, empty: null },
    { name: 'headers', label: 'Headers', count: message.headers.length, empty: null },
    {
      name: 'attachments',
      label: 'Attachments',
      count: attachments,
      empty: attachments === 0 ? 'This message has no attachments' : null,
    },
    { name: 'envelope', label: 'Envelope & transcript', count: null, empty: null },
    { name: 'delivery', label: 'Delivery', count: null, empty: null },
  ]
}

/** The tab someone used last where the message has something in it, else the first that has. */
export function tabToShow(tabs: readonly TabFacts[], last: string): TabName {
  const usable = tabs.filter((tab) => tab.empty === null)
  return (usable.find((tab) => tab.name === last) ?? usable[0])?.name ?? 'source'
}
