import { expect, test } from 'vitest'
import { mboxEntry } from '../../../renderer/inbox/mbox.ts'

const entry = async (text: string) => new Blob(mboxEntry(new TextEncoder().encode(text))).text()

test('a message goes into a mailbox file with its From lines quoted once more, and nothing else changed', async () => {
  expect(await entry('Subject: a\r\n\r\nFrom here\r\n>From there\r\nnot From it\r\nFrom')).toBe(
    'From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n' +
      'Subject: a\r\n\r\n>From here\r\n>>From there\r\nnot From it\r\nFrom\n\n',
  )
})

test('bytes that are no text stay as they are', async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
  const written = new Uint8Array(await new Blob(mboxEntry(bytes)).arrayBuffer())
  expect(written.slice(44, -2)).toEqual(bytes)
})
