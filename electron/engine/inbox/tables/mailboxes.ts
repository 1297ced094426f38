import type { Mailbox } from '../../../../shared/model/address.ts'

/** Mailboxes as one column: a line each, name TAB address. Readable by LIKE, and cheaper than JSON on every row. */
export function encodeMailboxes(mailboxes: readonly Mailbox[]): string {
  return mailboxes.map(({ name, address }) => `${clean(name)}\t${clean(address)}`).join('\n')
}

export function decodeMailboxes(column: string): Mailbox[] {
  if (column === '') return []
  return column.split('\n').map((line) => {
    const tab = line.indexOf('\t')
    return { name: line.slice(0, tab), address: line.slice(tab + 1) }
  })
}

function clean(text: string): string {
  return /[\t\r\n]/.test(text) ? text.replace(/[\t\r\n]+/g, ' ') : text
}
