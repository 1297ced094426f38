import { dialog, type BrowserWindow } from 'electron'
import { open, readFile, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import type { MessageSummary } from '../../shared/model/message.ts'
import type { EngineClient } from './engineClient.ts'

/** Brings .eml files into the inbox, and says which could not be read. */
export async function importMail(engine: EngineClient, window: BrowserWindow): Promise<void> {
  const chosen = await dialog.showOpenDialog(window, {
    title: 'Import mail',
    properties: ['openFile', 'multiSelections'],
    filters: [{ name: 'Messages', extensions: ['eml'] }],
  })
  const failures: string[] = []
  await withProgress(window, chosen.filePaths, async (path) => {
    try {
      await engine.messages.import({ file: new File([await readFile(path)], basename(path)) })
    } catch (error) {
      failures.push(`${basename(path)}: ${error instanceof Error ? error.message : String(error)}`)
    }
  })
  if (failures.length > 0) dialog.showErrorBox('Some files were not imported', failures.slice(0, 20).join('\n'))
}

/** Writes every message into one mbox file, oldest first as mail programs expect. */
export async function exportMail(engine: EngineClient, window: BrowserWindow): Promise<void> {
  const { filePath } = await dialog.showSaveDialog(window, {
    title: 'Export all mail',
    defaultPath: 'sandpost.mbox',
    filters: [{ name: 'mbox', extensions: ['mbox'] }],
  })
  if (!filePath) return
  const { ids } = await engine.messages.ids({ search: '' })
  const file = await open(filePath, 'w', 0o600)
  try {
    await withProgress(window, ids.toReversed(), async (id) => {
      const [summary] = await engine.messages.summaries({ ids: [id] })
      if (!summary) return // Deleted meanwhile.
      const raw = await engine.messages.raw({ id })
      await file.appendFile(mboxEntry(summary, Buffer.from(await raw.arrayBuffer())))
    })
  } catch (error) {
    // Half a file would pass for a whole one.
    await rm(filePath, { force: true })
    throw error
  } finally {
    await file.close()
  }
}

/** The mboxrd form: every line of `From `, however often quoted, is quoted once more, so that it can be undone. */
function mboxEntry(summary: MessageSummary, bytes: Buffer): Buffer {
  const date = new Date(summary.receivedAt)
    .toUTCString()
    .replace(/^(\w{3}), (\d\d) (\w{3}) (\d{4}) (\S+) GMT$/, '$1 $3 $2 $5 $4')
  const body = bytes
    .toString('latin1')
    .replaceAll('\r\n', '\n')
    .replaceAll(/^(>*From )/gm, '>$1')
  return Buffer.from(
    `From ${summary.from?.address || 'MAILER-DAEMON'} ${date}\n${body}${body.endsWith('\n') ? '' : '\n'}\n`,
    'latin1',
  )
}

async function withProgress<T>(
  window: BrowserWindow,
  items: readonly T[],
  act: (item: T) => Promise<void>,
): Promise<void> {
  try {
    for (const [index, item] of items.entries()) {
      if (!window.isDestroyed()) window.setProgressBar(index / items.length)
      await act(item)
    }
  } finally {
    if (!window.isDestroyed()) window.setProgressBar(-1)
  }
}
