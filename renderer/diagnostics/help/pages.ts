import type { HelpPage } from '../../../shared/model/diagnosis/report.ts'

/** The pages of docs/why, each loaded when it is opened. */
const files = import.meta.glob<string>('../../../docs/why/*.md', { query: '?raw', import: 'default' })

/** A page's text in Markdown. Rejects when there is no such page. */
export async function readHelpPage(page: HelpPage): Promise<string> {
  const load = files[`../../../docs/why/${page}.md`]
  if (!load) throw new Error('This page is not part of this build.')
  return load()
}
