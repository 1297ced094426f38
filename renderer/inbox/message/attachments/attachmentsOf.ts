import type { MessageDetail, MessagePart } from '../../../../shared/model/message.ts'

/** The leaves that are files to a reader: everything but the bodies shown in the Text and HTML tabs. */
export function attachmentsOf(message: Pick<MessageDetail, 'parts'>): MessagePart[] {
  return message.parts.filter(
    (part) =>
      part.disposition === 'attachment' ||
      part.filename !== null ||
      (part.contentType !== 'text/plain' && part.contentType !== 'text/html'),
  )
}
