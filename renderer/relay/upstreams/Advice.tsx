import { Lightbulb } from 'lucide-react'
import type { UpstreamPreset } from '../../../shared/model/upstream.ts'
import classes from './Advice.module.css'

/** What to know of a provider before the first mail. */
export function Advice({ preset }: { readonly preset: UpstreamPreset }) {
  if (preset.advice.length === 0) return null
  return (
    <div className={classes.advice} role="note" aria-label={`About ${preset.name}`}>
      <Lightbulb size={15} aria-hidden />
      <ul>
        {preset.advice.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  )
}
