import { Button, Checkbox, PasswordInput, TextInput } from '@mantine/core'
import { ClipboardCheck, X } from 'lucide-react'
import type { DiagnosisRequest } from '../../../shared/model/diagnosis/question.ts'
import { emptyDraft, type Draft } from './draft.ts'
import classes from './fields.module.css'

interface PastedProps {
  readonly draft: Draft
  /** What was understood, with what was changed since. */
  readonly request: DiagnosisRequest
  readonly onChange: (draft: Draft) => void
}

/** What was understood of pasted settings, to be corrected. The text itself is not shown: it may hold a secret. */
export function Pasted({ draft, request, onChange }: PastedProps) {
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change })
  const hasPassword = request.password !== undefined && request.password !== ''
  return (
    <section className={classes.pasted} aria-label="Pasted settings">
      <div className={classes.pastedHead}>
        <p>
          <ClipboardCheck size={14} aria-hidden style={{ verticalAlign: '-2px' }} />{' '}
          {request.host === '' ? 'No server was found in what you pasted' : 'Understood from what you pasted'}
        </p>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={<X size={13} />}
          onClick={() => onChange(emptyDraft)}
        >
          Forget it
        </Button>
      </div>
      {request.host !== '' && (
        <div className={classes.understood}>
          <TextInput
            label="User"
            size="xs"
            value={draft.username || (request.username ?? '')}
            onChange={(event) => set({ username: event.currentTarget.value })}
          />
          <PasswordInput
            label="Password"
            size="xs"
            placeholder={hasPassword ? '•••••••• as pasted' : 'none found'}
            autoComplete="off"
            value={draft.password}
            onChange={(event) => set({ password: event.currentTarget.value })}
          />
          <Checkbox
            label="Try to log in"
            description="Over verified TLS only; at most two tries."
            checked={draft.tryLogin}
            onChange={(event) => set({ tryLogin: event.currentTarget.checked })}
          />
        </div>
      )}
    </section>
  )
}
