import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { client, engine, errorSentence } from '../client.ts'
import { counted } from '../ui/format.ts'
import { fail, say } from '../ui/say.tsx'
import { withoutIds } from '../ui/idList.ts'
import { rowCache } from './rows.ts'

export interface MessageActions {
  readonly setUnread: (ids: readonly number[], unread: boolean) => void
  readonly setStarred: (ids: readonly number[], starred: boolean) => void
  readonly remove: (ids: readonly number[]) => void
  /** Brings back what was deleted last, if it can still be. */
  readonly undo: () => void
  readonly importFiles: (files: readonly File[]) => Promise<void>
  readonly sendSample: () => Promise<void>
}

const undoMilliseconds = 10_000
/** Beyond this many the engine answers with `resync`, and rows are asked for again. */
const patchAtMost = 2_000

let lastDeletion: { undo: string; notification: string } | null = null

/** What can be done to messages. The list shows the result at once and the engine's word afterwards. */
export function useMessageActions(): MessageActions {
  const queries = useQueryClient()
  return useMemo(() => {
    const askAgain = () => {
      rowCache.forgetAll()
      void queries.invalidateQueries({ queryKey: engine.messages.ids.key() })
    }

    const update = (ids: readonly number[], change: { unread?: boolean; starred?: boolean }) => {
      if (ids.length === 0) return
      if (ids.length <= patchAtMost) for (const id of ids) rowCache.patch(id, change)
      client.messages.updateMany({ ids: [...ids], ...change }).catch((error: unknown) => {
        fail('The messages could not be changed', errorSentence(error))
        askAgain()
      })
    }

    const undo = () => {
      const deletion = lastDeletion
      if (!deletion) return
      lastDeletion = null
      say.hide(deletion.notification)
      client.messages.restore({ undo: deletion.undo }).then(
        ({ restored }) => say.done(`${counted(restored, 'message')} restored`),
        (error: unknown) => fail('The deletion could not be undone', errorSentence(error)),
      )
    }

    const remove = (ids: readonly number[]) => {
      if (ids.length === 0) return
      const removed = new Set(ids)
      for (const [key, found] of queries.getQueriesData<{ ids: number[] }>({ queryKey: engine.messages.ids.key() })) {
        if (found) queries.setQueryData(key, { ...found, ids: [...withoutIds(found.ids, removed)] })
      }
      void removeFromEngine(ids)
    }

    const removeFromEngine = async (ids: readonly number[]) => {
      try {
        const { removed, undo: token } = await client.messages.removeMany({ body: { ids: [...ids] } })
        if (lastDeletion) say.hide(lastDeletion.notification)
        const notification = say.withUndo(`${counted(removed, 'message')} deleted`, undo, undoMilliseconds)
        lastDeletion = { undo: token, notification }
      } catch (error) {
        fail('The messages could not be deleted', errorSentence(error))
        askAgain()
      }
    }

    const importFiles = async (files: readonly File[]) => {
      let imported = 0
      for (const file of files) {
        try {
          // One after the other: the order of the files is the order in the list.
          // oxlint-disable-next-line no-await-in-loop
          await client.messages.import({ file })
          imported += 1
        } catch (error) {
          fail(`${file.name} could not be imported`, errorSentence(error))
        }
      }
      if (imported > 0) say.done(`${counted(imported, 'message')} imported`)
    }

    const sendSample = async () => {
      try {
        const { reply } = await client.system.sendSample()
        say.done('Sample sent', reply)
      } catch (error) {
        fail('The sample could not be sent', errorSentence(error))
      }
    }

    return {
      setUnread: (ids, unread) => update(ids, { unread }),
      setStarred: (ids, starred) => update(ids, { starred }),
      remove,
      undo,
      importFiles,
      sendSample,
    }
  }, [queries])
}
