import type { MessageSummary } from '../../../shared/model/message.ts'
import { safeFilename } from './attachments/safeFilename.ts'

/** What a downloaded message is called: its subject and number. */
export function messageFilename({ id, subject }: Pick<MessageSummary, 'id' | 'subject'>): string {
  return `${safeFilename(subject.slice(0, 80), 'message')} ${id}.eml`
}
