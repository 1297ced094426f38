import { z } from 'zod'

/** A mailbox as written in a header field: display name ('' when there is none) and address. */
export const Mailbox = z.object({ name: z.string(), address: z.string() })
export type Mailbox = z.infer<typeof Mailbox>
