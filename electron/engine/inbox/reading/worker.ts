// The reading thread's entry: takes messages apart and keeps search.db, so that the engine thread never has to.
import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { isDamage, openMailForReading } from '../../database/open.ts'
import { openSearchDatabase } from '../../database/search.ts'
import { selectBytes } from '../tables/bodies.ts'
import { Indexer } from './indexer.ts'
import type { Order, ReadingOptions, Report } from './orders.ts'
import { fileOf, readMessage, type ReadMessage } from './read.ts'
import { SharedState } from './shared.ts'

const engine = parentPort
if (!engine) throw new Error('worker.ts runs as a worker thread; start it through readingThread.ts')
const report = (message: Report) => engine.postMessage(message)

// Intake and the SMTP conversations go first. On Linux this speaks of the calling thread; elsewhere of the whole process.
if (process.platform === 'linux') setPriority(10)

const { dataDir, shared, skip } = workerData as ReadingOptions
const mail = openMailForReading(dataDir)
const search = openSearchDatabase(dataDir)
const indexer = new Indexer({ mail, search, shared: new SharedState(shared), skip, report })
indexer.start()

/** Whoever opens a message soon asks for its parts: the last few stay as they were read. */
const keptReadings = 6
const recent = new Map<number, ReadMessage>()

async function open(id: number): Promise<ReadMessage | null> {
  const known = recent.get(id)
  if (known) return known
  const bytes = selectBytes(mail, id)
  if (!bytes) return null
  const read = await readMessage(bytes)
  recent.set(id, read)
  if (recent.size > keptReadings) recent.delete(recent.keys().next().value as number)
  return read
}

async function follow(order: Order): Promise<void> {
  switch (order.do) {
    case 'read': {
      const read = await open(order.id)
      report({ is: 'read', request: order.request, reading: read && read.reading })
      return
    }
    case 'part': {
      const leaf = (await open(order.id))?.leaves.get(order.partId)
      report({ is: 'part', request: order.request, file: leaf ? fileOf(leaf) : null })
      return
    }
    case 'index':
      indexer.start()
      return
    case 'forget':
      for (const id of order.ids) recent.delete(id)
      indexer.forget(order.ids)
      return
    case 'close':
      await indexer.stop()
      search.close()
      mail.close()
      report({ is: 'closed' })
      engine?.close()
  }
}

engine.on('message', (order: Order) => {
  follow(order).catch((error: unknown) => {
    if (isDamage(error)) report({ is: 'damaged' })
    else throw error
  })
})
