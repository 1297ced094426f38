import { Button, CloseButton, TextInput, Tooltip } from '@mantine/core'
import { ChevronDown, ChevronRight, SlidersHorizontal, Stethoscope, Telescope } from 'lucide-react'
import { useState, type ClipboardEvent, type FormEvent, type KeyboardEvent, type Ref } from 'react'
import { Notes } from '../report/Notes.tsx'
import { emptyDraft, isEmpty, isSettings, requestOf, understand, type Draft } from './draft.ts'
import { MoreOptions } from './MoreOptions.tsx'
import { Pasted } from './Pasted.tsx'
import { PortChoice } from './PortChoice.tsx'
import classes from './QuestionForm.module.css'
import { SecurityChoice } from './SecurityChoice.tsx'
import { Sources } from './Sources.tsx'
import type { DiagnosisRequest } from '../../../shared/model/diagnosis/question.ts'

interface QuestionFormProps {
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
  readonly onAsk: (request: DiagnosisRequest) => void
  /** Escape in one of the fields: the focus stays in the question after Enter. */
  readonly onEscape: () => void
  readonly starting: boolean
  /** A report is shown below: what is not needed at once is folded away. */
  readonly small: boolean
  /** It was changed since the report below was asked for: only then is it read anew. */
  readonly touched: boolean
  readonly fieldRef: Ref<HTMLInputElement>
}

/** The question: a host as people have it, or the settings of an app as they stand in its files. */
export function QuestionForm({
  draft,
  onChange,
  onAsk,
  onEscape,
  starting,
  small,
  touched,
  fieldRef,
}: QuestionFormProps) {
  const [unfolded, setUnfolded] = useState(false)
  const [more, setMore] = useState(false)
  const { request, notes } = understand(draft)
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change })
  const empty = isEmpty(draft)
  const shown = !small || unfolded
  // Whoever wants a login tried has to see where the password goes.
  const asksPassword = draft.tryLogin && draft.pasted === '' && draft.upstreamId === null
  const showsMore = more || asksPassword
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text')
    if (!isSettings(text)) return
    event.preventDefault()
    onChange({ ...emptyDraft, pasted: text.slice(0, 100_000) })
    setUnfolded(true)
  }
  const ask = (depth: 'quick' | 'deep') => {
    setUnfolded(false)
    onAsk(requestOf(draft, depth))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!empty) ask('quick')
  }
  // Fields keep their keys from the screen's shortcuts: Escape in any of them reaches it from here.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing) return
    event.preventDefault()
    onEscape()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape of all its fields
    <form className={classes.form} aria-label="Question" onSubmit={submit} onKeyDown={onKeyDown}>
      <div className={classes.line}>
        <TextInput
          ref={fieldRef}
          className={classes.field}
          size="md"
          aria-label="Host, URL or pasted settings"
          placeholder={draft.upstreamId ? 'The server of the upstream' : 'Host, URL or pasted settings'}
          value={draft.pasted === '' ? draft.host : request.host}
          disabled={draft.upstreamId !== null}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          rightSection={
            !empty && <CloseButton size="sm" aria-label="Begin anew" onClick={() => onChange(emptyDraft)} />
          }
          onPaste={onPaste}
          onChange={(event) => set({ host: event.currentTarget.value, provider: null })}
        />
        <Button type="submit" size="sm" leftSection={<Stethoscope size={15} />} loading={starting} disabled={empty}>
          Diagnose
        </Button>
        <Tooltip label="Every cipher suite and curve as well: some thirty connections, one after the other">
          <Button
            variant="default"
            size="sm"
            leftSection={<Telescope size={15} />}
            disabled={empty || starting}
            onClick={() => ask('deep')}
          >
            Deep
          </Button>
        </Tooltip>
        {small && (
          <Button
            variant="subtle"
            color="gray"
            size="sm"
            aria-expanded={unfolded}
            leftSection={<SlidersHorizontal size={14} />}
            onClick={() => setUnfolded(!unfolded)}
          >
            Options
          </Button>
        )}
      </div>
      {touched && <Notes notes={notes} />}
      {shown && (
        <>
          {draft.pasted !== '' && <Pasted draft={draft} request={request} onChange={onChange} />}
          <Sources draft={draft} onChange={onChange} />
          <div className={classes.row}>
            <PortChoice ports={request.ports} onChange={(ports) => set({ ports })} />
            <SecurityChoice security={request.security} onChange={(security) => set({ security })} />
          </div>
          <button type="button" className={classes.more} aria-expanded={showsMore} onClick={() => setMore(!showsMore)}>
            {showsMore ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
            More options
            {!showsMore && <span>login, sender and recipient, own CA, IPv4 or IPv6, DNS server</span>}
          </button>
          {showsMore && <MoreOptions draft={draft} onChange={onChange} />}
        </>
      )}
    </form>
  )
}
