import { readFileSync } from 'node:fs'
import { HelpPage } from '../../../shared/model/diagnosis/report.ts'
import { Failure, UsageError } from '../run.ts'

/** `sandpost diagnose --explain PAGE`: a page of docs/why, as it lies beside this program. */
export function explain(text: string, entryUrl: string): number {
  const page = HelpPage.safeParse(text)
  if (!page.success) throw new UsageError(`--explain takes ${HelpPage.options.join(', ')}, not "${text}".`)
  process.stdout.write(read(page.data, entryUrl))
  return 0
}

/** The docs lie two folders above the built entry and one above the source. */
function read(page: HelpPage, entryUrl: string): string {
  const docs = entryUrl.endsWith('.ts') ? '../docs/why/' : '../../docs/why/'
  try {
    return readFileSync(new URL(`${docs}${page}.md`, entryUrl), 'utf8')
  } catch {
    throw new Failure(
      'This copy of Sandpost came without its guides. In the window: Diagnostics, a finding, Read more.',
    )
  }
}
