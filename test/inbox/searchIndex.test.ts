import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mail, makeFolder, openStore, type Store } from '../support/store.ts'

let folder: ReturnType<typeof makeFolder>
let store: Store
beforeEach(async () => {
  folder = makeFolder()
  store = openStore(folder.path)
  for (const word of ['apple', 'banana', 'cherry'])
    await store.capture(mail({ subject: word, body: `I like ${word} pie` }))
  await store.indexed()
})
afterEach(async () => {
  await store.close()
  folder.remove()
})

const searchFile = () => join(folder.path, 'search.db')

test.each([
  ['was deleted', () => ['', '-wal', '-shm'].forEach((suffix) => rmSync(searchFile() + suffix, { force: true }))],
  ['is noise', () => writeFileSync(searchFile(), 'no database at all '.repeat(1_000))],
  ['was cut in half', () => writeFileSync(searchFile(), Buffer.alloc(statSync(searchFile()).size / 2, 1))],
  ['is of another version', () => writeFileSync(searchFile(), '')],
])('the index is made anew when its file %s', async (_, damage) => {
  await store.close()
  damage()
  store = openStore(folder.path)
  await store.indexed()
  expect(store.inbox.ids('"like banana"')).toHaveLength(1)
  expect(store.inbox.list({ search: 'pie', limit: 10 }).items.map(({ snippet }) => snippet)).toEqual([
    'I like cherry pie',
    'I like banana pie',
    'I like apple pie',
  ])
})

test('an index that breaks while it is used is made anew', async () => {
  await store.close()
  // Everything behind the schema: opening works, searching does not.
  const bytes = readFileSync(searchFile())
  for (let page = 4_096; page < bytes.length; page += 4_096) bytes.fill(0xee, page, page + 2_048)
  const whole = readFileSync(searchFile())
  // The progress table's page stays, or the file would be found broken at once.
  const progressRoot = findPage(whole)
  if (progressRoot >= 0) whole.copy(bytes, progressRoot, progressRoot, progressRoot + 4_096)
  writeFileSync(searchFile(), bytes)
  store = openStore(folder.path)
  await expect
    .poll(
      () => {
        try {
          return store.inbox.ids('"like banana"')
        } catch {
          return []
        }
      },
      { timeout: 15_000 },
    )
    .toHaveLength(1)
})

/** The page that holds the one row of `progress`, by what it says: a leaf with one short row. */
function findPage(file: Buffer): number {
  for (let page = 4_096; page < file.length; page += 4_096) {
    if (file[page] === 0x0d && file.readUInt16BE(page + 3) === 1 && file.readUInt16BE(page + 5) > 4_080) return page
  }
  return -1
}

test('messages that came while nobody indexed are found after the next start', async () => {
  await store.close()
  store = openStore(folder.path)
  // Closed before the reading thread can have caught up.
  const id = await store.capture(mail({ body: 'dragonfruit' }))
  await store.close()
  store = openStore(folder.path)
  await store.indexed()
  expect(store.inbox.ids('dragonfruit')).toEqual([id])
})

test('previews are announced after the index has them', async () => {
  const id = await store.capture(mail({ body: 'elderberry' }))
  await store.indexed()
  const announced = store.changes
    .filter((change) => change.type === 'messagesPreviewed')
    .flatMap(({ previews }) => previews)
  expect(announced).toContainEqual({ id, attachments: 0, snippet: 'elderberry' })
})
