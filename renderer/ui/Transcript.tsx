import { Lock } from 'lucide-react'
import type { TranscriptLine } from '../../shared/model/session.ts'
import { CopyButton } from './CopyButton.tsx'
import classes from './Transcript.module.css'

interface TranscriptProps {
  readonly lines: readonly TranscriptLine[]
}

/** A session's dialogue in the style of swaks: `->` the client, `<-` the server, `~~` inside TLS, `**` our notes. */
export function Transcript({ lines }: TranscriptProps) {
  if (lines.length === 0) return <p className={classes.none}>Nothing was said in this session.</p>
  return (
    <section className={classes.transcript} aria-label="Transcript">
      <div className={classes.bar}>
        <span className={classes.legend}>
          <span aria-hidden>→</span> client <span aria-hidden>←</span> server <Lock size={11} aria-hidden /> encrypted
        </span>
        <CopyButton text={transcriptText(lines)} label="Copy the transcript" />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrollable: must be reachable by keyboard */}
      <div className={classes.scroll} tabIndex={0} role="group" aria-label="Lines of the transcript">
        <table className={classes.table}>
          <thead className="visuallyHidden">
            <tr>
              <th>Time</th>
              <th>Encrypted</th>
              <th>From</th>
              <th>Line</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line, index) => (
              // A transcript only grows at its end: the place of a line is its identity.
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={index} data-from={line.from} data-reply={replyClass(line)}>
                <td className={classes.at}>{clockOf(line.at)}</td>
                <td className={classes.lock}>
                  {line.encrypted && (
                    <>
                      <Lock size={11} aria-hidden />
                      <span className="visuallyHidden">encrypted</span>
                    </>
                  )}
                </td>
                <td className={classes.from}>
                  <span aria-hidden>{arrows[line.from]}</span>
                  <span className="visuallyHidden">{line.from}</span>
                </td>
                <td className={classes.text}>{line.text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

const arrows = { client: '→', server: '←', note: '•' } as const

/** The dialogue as plain text, with swaks' marks, for a ticket or a terminal. */
export function transcriptText(lines: readonly TranscriptLine[]): string {
  return lines.map((line) => `${clockOf(line.at)} ${swaksMark(line)} ${line.text}`).join('\n')
}

function swaksMark(line: TranscriptLine): string {
  if (line.from === 'note') return '***'
  if (line.from === 'client') return line.encrypted ? ' ~>' : ' ->'
  return line.encrypted ? '<~ ' : '<- '
}

function replyClass(line: TranscriptLine): 'refusal' | undefined {
  return line.from === 'server' && /^[45]\d\d/.test(line.text) ? 'refusal' : undefined
}

function clockOf(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(3)} s`
}
