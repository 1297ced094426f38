import { dialog, type BrowserWindow } from 'electron'
import { open, rm } from 'node:fs/promises'
import { readMailFiles } from '../cli/mailFiles.ts'
import { toMbox } from '../cli/mbox.ts'
import type { EngineClient } from './engineClient.ts'

/** Electron shows anything above 1 as work of unknown length, and anything below 0 as none. */
const progress = { unknown: 2, none: -1 }

/** Brings messages of .eml and mbox files into the inbox. */
export async function importMail(engine: EngineClient, window: BrowserWindow): Promise<void> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: 'Import mail',
    properties: ['openFile', 'multiSelections'],
    filters: [
      { name: 'Messages', extensions: ['eml', 'mbox'] },
      { name: 'All files', extensions: ['*'] },
    ],
  })
  await withProgress(window, async (show) => {
    if (filePaths.length > 0) show(progress.unknown)
    for (const path of filePaths) {
      for await (const { bytes, receivedAt } of readMailFiles(path)) {
        const file = new File([bytes], 'message.eml', { type: 'message/rfc822' })
        await engine.messages.import({ file, receivedAt: receivedAt.toISOString() })
      }
    }
  })
}

/** Writes every message into one mbox file, oldest first as mail programs expect. */
export async function exportMail(engine: EngineClient, window: BrowserWindow): Promise<void> {
  const { filePath } = await dialog.showSaveDialog(window, {
    title: 'Export all mail',
    defaultPath: 'sandpost.mbox',
    filters: [{ name: 'mbox', extensions: ['mbox'] }],
  })
  if (!filePath) return
  // Other people's mail: for its owner alone.
  const file = await open(filePath, 'w', 0o600)
  try {
    await withProgress(window, async (show) => {
      const ids = (await engine.messages.ids({ search: '' })).ids.toReversed()
      for (const [index, id] of ids.entries()) {
        show(index / ids.length)
        const [message] = await engine.messages.summaries({ ids: [id] })
        if (!message) continue // Deleted meanwhile.
        const raw = await engine.messages.raw({ id })
        await file.appendFile(toMbox(await raw.bytes(), message.from?.address ?? '', new Date(message.receivedAt)))
      }
    })
  } catch (error) {
    // Half a file would pass for a whole one.
    await rm(filePath, { force: true })
    throw error
  } finally {
    await file.close()
  }
}

async function withProgress(window: BrowserWindow, work: (show: (done: number) => void) => Promise<void>) {
  const show = (done: number) => {
    if (!window.isDestroyed()) window.setProgressBar(done)
  }
  try {
    await work(show)
  } finally {
    show(progress.none)
  }
}
