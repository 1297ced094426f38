import type { TranscriptLine } from '../../../../shared/model/session.ts'
import { escapeControls } from '../../escapeControls.ts'

const mostLines = 300
const longestLine = 1_000

/** The dialogue with one endpoint as it is shown: safe, bounded, without secrets. */
export class Journal {
  readonly lines: TranscriptLine[] = []
  readonly #startedAt = performance.now()
  readonly #hide: (text: string) => string

  /** What `hide` takes out is not written down, whoever says it. */
  constructor(hide: (text: string) => string = (text) => text) {
    this.#hide = hide
  }

  client(text: string, encrypted: boolean): void {
    this.#add('client', text, encrypted)
  }

  server(text: string, encrypted: boolean): void {
    this.#add('server', text, encrypted)
  }

  /** In our own words. */
  note(text: string): void {
    this.#add('note', text, false)
  }

  /** A text of the server for the observations: safe, bounded, without secrets. */
  safe(text: string): string {
    const shown = escapeControls(this.#hide(text))
    return shown.length <= longestLine ? shown : `${shown.slice(0, longestLine)} … (${text.length} characters)`
  }

  #add(from: TranscriptLine['from'], text: string, encrypted: boolean): void {
    if (this.lines.length > mostLines) return
    const at = Math.round(performance.now() - this.#startedAt)
    if (this.lines.length === mostLines) this.lines.push({ at, from: 'note', text: 'The rest is left out.', encrypted })
    else this.lines.push({ at, from, text: this.safe(text), encrypted })
  }
}
