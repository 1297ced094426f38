import { UnstyledButton } from '@mantine/core'
import type { DiagnosisQuestion } from '../../../shared/model/diagnosis/question.ts'
import { askedSecurityWords } from '../words.ts'
import classes from './fields.module.css'

interface SecurityChoiceProps {
  readonly security: DiagnosisQuestion['security']
  readonly onChange: (security: DiagnosisQuestion['security']) => void
}

/** How the app is set, so that a wrong setting can be told. */
export function SecurityChoice({ security, onChange }: SecurityChoiceProps) {
  const chosen = security === 'opportunistic' ? 'starttls' : security
  return (
    <fieldset className={classes.group}>
      <legend className="visuallyHidden">How the app is set</legend>
      <span className={classes.label} aria-hidden>
        The app is set to
      </span>
      {(Object.keys(askedSecurityWords) as (keyof typeof askedSecurityWords)[]).map((name) => (
        <UnstyledButton
          key={name}
          className={classes.chip}
          aria-pressed={chosen === name}
          onClick={() => onChange(name)}
        >
          {askedSecurityWords[name]}
        </UnstyledButton>
      ))}
    </fieldset>
  )
}
