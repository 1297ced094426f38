import { Button, Checkbox, Modal, Textarea } from '@mantine/core'
import { useMemo, useState } from 'react'
import { findLogins, type FoundLogin } from '../../shared/recognise/credentials.ts'
import { client, errorSentence } from '../client.ts'
import { counted } from '../ui/format.ts'
import { say } from '../ui/say.tsx'
import classes from '../ui/dialogs.module.css'

/** Logins from pasted settings, made here as they are: the app keeps its own, and only changes host and port. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('')
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [problems, setProblems] = useState<ReadonlyMap<string, string>>(new Map())
  const [busy, setBusy] = useState(false)
  const found = useMemo(() => findLogins(text), [text])
  const chosen = found.filter((login) => !login.isApiKey && !left.has(idOf(login)))

  const make = async () => {
    setBusy(true)
    const failed = new Map<string, string>()
    for (const login of chosen) {
      const { name, username, password, host } = login
      const note = host === '' ? '' : `Pasted; it was for ${host}`
      // oxlint-disable-next-line no-await-in-loop -- one after the other: each answer belongs to its row
      await client.smtpCredentials.create({ name, username, password, note }).catch((error: unknown) => {
        failed.set(idOf(login), errorSentence(error))
      })
    }
    setBusy(false)
    setProblems(failed)
    setLeft(new Set(chosen.map(idOf).filter((id) => !failed.has(id))))
    if (failed.size > 0) return
    say.done(`${counted(chosen.length, 'credential')} made`)
    onClose()
  }

  return (
    <Modal opened onClose={onClose} title="Paste settings" size="lg">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          void make()
        }}
      >
        <Textarea
          label="A .env file, your app’s mail settings, or the text of a provider’s page"
          description="It stays in this window. User name and password are taken as they are"
          data-autofocus
          autosize
          minRows={5}
          maxRows={12}
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div role="status">
          {text.trim() !== '' && found.length === 0 && (
            <p className={classes.text}>No user name with a password was recognised in it.</p>
          )}
        </div>
        {found.map((login) => (
          <FoundRow
            key={idOf(login)}
            login={login}
            problem={problems.get(idOf(login)) ?? ''}
            checked={!left.has(idOf(login))}
            onChange={(on) => {
              const next = new Set(left)
              if (on) next.delete(idOf(login))
              else next.add(idOf(login))
              setLeft(next)
            }}
          />
        ))}
        <footer className={classes.foot}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={chosen.length === 0}>
            Make {chosen.length === 0 ? 'them' : counted(chosen.length, 'credential')}
          </Button>
        </footer>
      </form>
    </Modal>
  )
}

interface FoundRowProps {
  readonly login: FoundLogin
  readonly problem: string
  readonly checked: boolean
  readonly onChange: (on: boolean) => void
}

function FoundRow({ login, problem, checked, onChange }: FoundRowProps) {
  const { name, username, password, isApiKey, odd } = login
  const about = isApiKey
    ? 'A key of a hosted service. Sandpost makes keys of its own: make an API key, and put it in its place'
    : [`${username}, password ending in ${password.slice(-3)}`, ...odd].join('. ')
  return (
    <Checkbox
      size="xs"
      label={name}
      description={about}
      error={problem || undefined}
      disabled={isApiKey}
      checked={checked && !isApiKey}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}

function idOf({ username, password }: FoundLogin): string {
  return `${username}\n${password}`
}
