import { client, errorSentence } from '../../client.ts'
import { saveFile } from '../../ui/saveFile.ts'
import { fail, say } from '../../ui/say.tsx'

export type FileFormat = 'md' | 'json' | 'html' | 'pdf'

export const fileFormats: readonly { readonly format: FileFormat; readonly word: string }[] = [
  { format: 'md', word: 'Markdown, for a ticket' },
  { format: 'html', word: 'HTML, one file' },
  { format: 'pdf', word: 'PDF' },
  { format: 'json', word: 'JSON, for programs' },
]

/** Hands a report to the download. `share`: without host names, addresses and user names. */
export async function saveReport(id: number, format: FileFormat, share: boolean): Promise<void> {
  try {
    const file = await client.diagnostics.file({ id, format, share })
    const name = file instanceof File && file.name !== '' ? file.name : `sandpost-diagnosis-${id}.${format}`
    saveFile(file, name)
    say.done(`${name} saved`)
  } catch (error) {
    fail('The report was not saved', errorSentence(error))
  }
}
