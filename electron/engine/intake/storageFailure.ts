import type { Notice } from '../../../shared/model/system.ts'
import { sqliteCode } from '../database/open.ts'
import { reply, type SmtpReply } from '../smtp/reply.ts'

/** The message was not stored. `message` says why and what to do. */
export class StorageFailed extends Error {}

/** RFC 3463: X.3.1 mail system full. The client gets generic words; the owner gets the notice. */
export const notStored: SmtpReply = reply(452, '4.3.1', 'The message could not be stored; try again later')

export const storageNoticeId = 'storage'

/** Cause and remedy, in words for the person at the desk. */
export function explainFailure(error: unknown, dataDir: string): Pick<Notice, 'title' | 'detail'> {
  const code = sqliteCode(error) ?? ''
  const refused = 'Until then new mail is refused with 452, and senders may try again.'
  if (code === 'SQLITE_FULL') {
    return {
      title: 'The disk is full',
      detail: `There is no room left for mail in ${dataDir}. Free some space, or delete messages. ${refused}`,
    }
  }
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code === 'SQLITE_PERM') {
    return {
      title: 'The data folder cannot be written to',
      detail: `Make ${dataDir} and the files in it writable for your user. ${refused}`,
    }
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return {
      title: 'The mail store is locked by another program',
      detail: `Close the program that has ${dataDir}/mail.db open. ${refused}`,
    }
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return {
      title: 'The mail store is damaged',
      detail: `Stop Sandpost, move ${dataDir}/mail.db with its -wal and -shm files away, and start again. ${refused}`,
    }
  }
  return {
    title: 'Mail cannot be stored',
    detail: `The data folder ${dataDir} answered: ${error instanceof Error ? error.message : String(error)}. Check the disk. ${refused}`,
  }
}

/** Failures that belong to the disk, not to one message: trying the others one by one would be in vain. */
export function concernsAll(error: unknown): boolean {
  const code = sqliteCode(error)
  return code !== null && /^SQLITE_(READONLY|CANTOPEN|PERM|BUSY|LOCKED|CORRUPT|NOTADB|IOERR)/.test(code)
}
