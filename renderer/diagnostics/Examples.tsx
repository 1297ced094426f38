import { Button, UnstyledButton } from '@mantine/core'
import { useDiagnosticsTab } from './tab.ts'
import classes from './Examples.module.css'
import type { Draft } from './question/draft.ts'

const examples: readonly {
  readonly title: string
  readonly text: string
  readonly why: string
  readonly draft: Partial<Draft>
}[] = [
  {
    title: 'A host',
    text: 'smtp.sendgrid.net',
    why: 'Every port that takes mail from apps is tried: which can be reached, and with which settings.',
    draft: { host: 'smtp.sendgrid.net' },
  },
  {
    title: 'A URL',
    text: 'smtps://smtp.example.com:587',
    why: 'The settings as your app has them. This one has a classic mistake, and you are told before anything is sent.',
    draft: { host: 'smtps://smtp.example.com:587' },
  },
  {
    title: 'Your settings',
    text: 'MAIL_HOST=smtp.example.com\nMAIL_PORT=465\nMAIL_ENCRYPTION=starttls',
    why: '.env, Nodemailer, Laravel, Django, Spring: paste it as it stands. Passwords are hidden, and kept nowhere.',
    draft: { pasted: 'MAIL_HOST=smtp.example.com\nMAIL_PORT=465\nMAIL_ENCRYPTION=starttls' },
  },
]

/** Nothing was asked yet: what can be asked, and what comes of it. */
export function Examples({ onTry }: { onTry: (draft: Partial<Draft>) => void }) {
  const { show } = useDiagnosticsTab()
  return (
    <section className={classes.examples} aria-label="Examples">
      <h2>Ask as you have it</h2>
      <ul className={classes.list}>
        {examples.map(({ title, text, why, draft }) => (
          <li key={title}>
            <UnstyledButton className={classes.card} onClick={() => onTry(draft)}>
              <strong>{title}</strong>
              <code>{text}</code>
              <span>{why}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      <div className={classes.what}>
        <p>
          Sandpost looks up the name, tries each port of each address, listens, says EHLO, starts TLS and reads the
          certificate. Then it tells you in one sentence whether an app on this machine can send, whose it is to change
          something, and which settings work. Nothing is sent, and no login is tried unless you ask for it.
        </p>
        <div className={classes.actions}>
          <Button variant="default" onClick={() => show('self')}>
            Check our own listeners
          </Button>
          <Button variant="default" onClick={() => show('sideBySide')}>
            Which provider can I reach?
          </Button>
        </div>
      </div>
    </section>
  )
}
