import { z } from 'zod'
import { Session, TranscriptLine } from '../model/session.ts'
import { base, wholeNumber } from './base.ts'

const sessionId = z.coerce.number().int().min(0)

const reading = base.meta({ permission: 'messages.read' })

/** Every connection to a listener, also those that brought no mail. */
export const sessions = {
  list: reading
    .route({ method: 'GET', path: '/sessions', summary: 'List sessions, newest first', tags: ['Activity'] })
    .input(
      z.object({
        limit: wholeNumber(1, 500).default(100),
        cursor: z.string().max(64).optional(),
        /** `failed`: ended badly or had a refusal. `refusedLogins`: a login or a sender was refused, or not known. */
        show: z.enum(['all', 'failed', 'refusedLogins']).default('all'),
        /** Part of the remote address, client name or user name. */
        search: z.string().max(200).default(''),
        /** Only those of this credential or key. */
        credential: z.string().max(64).optional(),
      }),
    )
    .output(z.object({ items: z.array(Session), nextCursor: z.string().nullable(), total: z.number().int() })),

  transcript: reading
    .route({
      method: 'GET',
      path: '/sessions/{id}/transcript',
      summary: 'The dialogue of a session',
      tags: ['Activity'],
    })
    .input(z.object({ id: sessionId }))
    .output(z.object({ session: Session, lines: z.array(TranscriptLine) })),
}
