import type { InputNote } from '../../../shared/model/diagnosis/question.ts'
import { Mark } from './Mark.tsx'
import classes from './Notes.module.css'

const tones = { problem: 'problem', warning: 'warning', cleaned: 'info' } as const
const words = { problem: 'Problem', warning: 'Warning', cleaned: 'Put right here' } as const

/** What is odd about settings as they were typed or pasted. */
export function Notes({ notes }: { notes: readonly InputNote[] }) {
  if (notes.length === 0) return null
  return (
    <ul className={classes.notes} aria-label="About your settings">
      {notes.map(({ id, field, severity, text }) => (
        <li key={`${id} ${field}`}>
          <Mark tone={tones[severity]} />
          <span>
            <span className={classes.word}>{words[severity]}:</span> {text}
          </span>
        </li>
      ))}
    </ul>
  )
}
