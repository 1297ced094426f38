import { toFile } from './files.ts'
import { os } from './implementer.ts'
import type { Rooms } from './rooms.ts'
import { waitForMatch } from './waitForMatch.ts'

/** Messages: list, read, wait, change, delete, import. */
export function messageProcedures({ inbox, announcer, importMessage }: Rooms) {
  const messages = os.messages
  return {
    list: messages.list.handler(({ input }) => inbox.list(input)),
    ids: messages.ids.handler(({ input }) => ({ ids: inbox.ids(input.search), counts: inbox.counts() })),
    summaries: messages.summaries.handler(({ input }) => inbox.summaries(input.ids)),

    wait: messages.wait.handler(async ({ input, errors, signal }) => {
      const id = await waitForMatch({ inbox, announcer, ...input, signal })
      const detail = id === null ? null : await inbox.detail(id)
      if (!detail) throw errors.TIMED_OUT()
      return detail
    }),

    get: messages.get.handler(async ({ input, errors }) => found(await inbox.detail(input.id), errors)),
    raw: messages.raw.handler(({ input, errors }) => toFile(found(inbox.raw(input.id), errors))),
    html: messages.html.handler(async ({ input, errors }) => toFile(found(await inbox.html(input.id), errors))),
    text: messages.text.handler(async ({ input, errors }) => toFile(found(await inbox.text(input.id), errors))),
    part: messages.part.handler(async ({ input, errors }) =>
      toFile(found(await inbox.part(input.id, input.partId), errors)),
    ),
    transcript: messages.transcript.handler(({ input, errors }) => ({
      lines: found(inbox.transcript(input.id), errors),
    })),

    update: messages.update.handler(({ input: { id, ...change }, errors }) => found(inbox.update(id, change), errors)),
    updateMany: messages.updateMany.handler(async ({ input: { ids, search, ...change } }) => ({
      updated: await inbox.updateMany({ ids, search }, change),
    })),

    remove: messages.remove.handler(async ({ input, errors }) => {
      const result = await inbox.remove({ ids: [input.id] })
      if (result.removed === 0) throw errors.NOT_FOUND()
      return result
    }),
    removeMany: messages.removeMany.handler(({ input }) =>
      inbox.remove({ ids: input.body?.ids, search: input.query?.search }),
    ),
    restore: messages.restore.handler(async ({ input }) => ({ restored: await inbox.restore(input.undo) })),

    import: messages.import.handler(async ({ input }) =>
      importMessage(
        Buffer.from(await input.file.arrayBuffer()),
        input.receivedAt === undefined ? new Date() : new Date(input.receivedAt),
      ),
    ),
  }
}

/** Ids come from outside and messages are deleted: null is an ordinary answer of the inbox. */
function found<T>(value: T | null, errors: { NOT_FOUND: () => Error }): T {
  if (value === null) throw errors.NOT_FOUND()
  return value
}
