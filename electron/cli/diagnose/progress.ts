import type { Report } from '../../../shared/model/diagnosis/report.ts'
import { escapeControls } from '../../engine/escapeControls.ts'
import { duration, stageTitles, subject } from '../../engine/diagnostics/report/words.ts'

/** How it goes: one line for each server, written over itself. */
export interface Progress {
  show(index: number, report: Report): void
  /** Takes the lines away. */
  end(): void
}

type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>

/** On a terminal in front of which somebody sits; elsewhere nothing. */
export function createProgress(terminal: Terminal = process.stderr, env: NodeJS.ProcessEnv = process.env): Progress {
  if (!terminal.isTTY || env['CI'] || env['TERM'] === 'dumb') return { show: () => undefined, end: () => undefined }
  const lines: string[] = []
  let drawn = 0

  /** Up to where the first line stands, and everything below it away. */
  const rewind = () => (drawn === 0 ? '' : `\u001b[${drawn}A\u001b[J`)
  return {
    show(index, report) {
      lines[index] = progressLine(report).slice(0, Math.max(20, terminal.columns - 1))
      const shown = lines.filter((line) => line !== undefined)
      terminal.write(`${rewind()}${shown.join('\n')}\n`)
      drawn = shown.length
    },
    end() {
      terminal.write(rewind())
      drawn = 0
    },
  }
}

/** `mail.example.test  1.2 s  587 TLS, 465 Reach`: what each port is at. */
export function progressLine(report: Report): string {
  const { endpoints } = report.observations
  const ports = endpoints.flatMap(({ port, stages }) => {
    const now = stages.find(({ state }) => state === 'running')
    return now ? [`${port} ${stageTitles[now.stage]}`] : []
  })
  const doing = endpoints.length === 0 ? stageTitles.name : ports.join(', ')
  return escapeControls(`${subject(report)}  ${duration(report.milliseconds)}  ${doing}`).trimEnd()
}
