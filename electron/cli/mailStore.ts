import type { MessageSummary } from '../../shared/model/message.ts'
import { withLocalEngine, type Client } from './client.ts'
import { RestClient } from './rest.ts'

/** What import and export need, of a data folder or of a running Sandpost alike. */
export interface MailStore {
  /** Newest first. */
  ids(search: string): Promise<number[]>
  summaries(ids: number[]): Promise<MessageSummary[]>
  raw(id: number): Promise<Uint8Array>
  import(bytes: Uint8Array<ArrayBuffer>, receivedAt: Date): Promise<void>
}

/** Works on a running Sandpost when `server` is given, else on the data folder. */
export async function withMailStore<T>(
  { server, dataDir, entryUrl }: { server: string | undefined; dataDir: string; entryUrl: string },
  work: (store: MailStore) => Promise<T>,
): Promise<T> {
  if (server !== undefined) return work(remoteStore(new RestClient(server)))
  return withLocalEngine(dataDir, entryUrl, (client) => work(localStore(client)))
}

function localStore(client: Client): MailStore {
  return {
    ids: async (search) => (await client.messages.ids({ search })).ids,
    summaries: (ids) => client.messages.summaries({ ids }),
    raw: async (id) => (await client.messages.raw({ id })).bytes(),
    import: async (bytes, receivedAt) => {
      await client.messages.import({ file: toFile(bytes), receivedAt: receivedAt.toISOString() })
    },
  }
}

function remoteStore(rest: RestClient): MailStore {
  return {
    ids: async (search) => {
      const response = await rest.fetch(`/messages/ids?${new URLSearchParams({ search }).toString()}`)
      return ((await response.json()) as { ids: number[] }).ids
    },
    summaries: async (ids) => {
      const response = await rest.fetch('/messages/summaries', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ids }),
      })
      return (await response.json()) as MessageSummary[]
    },
    raw: async (id) => (await rest.fetch(`/messages/${id}/raw`)).bytes(),
    import: async (bytes, receivedAt) => {
      const body = new FormData()
      body.set('file', toFile(bytes))
      body.set('receivedAt', receivedAt.toISOString())
      await rest.fetch('/messages/import', { method: 'POST', body })
    },
  }
}

function toFile(bytes: Uint8Array<ArrayBuffer>): File {
  return new File([bytes], 'message.eml', { type: 'message/rfc822' })
}
