import { os } from './implementer.ts'
import type { Rooms } from './rooms.ts'

/** Sessions: every connection, and its dialogue. */
export function sessionProcedures({ inbox }: Rooms) {
  return {
    list: os.sessions.list.handler(({ input }) => inbox.sessions(input)),
    transcript: os.sessions.transcript.handler(({ input, errors }) => {
      const transcript = inbox.sessionTranscript(input.id)
      if (!transcript) throw errors.NOT_FOUND()
      return transcript
    }),
  }
}
