import { ActionIcon } from '@mantine/core'
import { ArrowLeft, X } from 'lucide-react'
import type { ReceivedCall } from '../../../shared/model/webhook.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import pane from '../../ui/detailPane.module.css'
import { Facts } from '../../ui/Facts.tsx'
import { exactTime } from '../../ui/format.ts'
import { useNarrow } from '../../ui/useNarrow.ts'
import { HeaderLines } from './HeaderLines.tsx'
import { typeOf, VerifiedChip } from './ReceivedRow.tsx'
import classes from './webhooks.module.css'
import { prettyBody } from './words.ts'

/** One received call in full. */
export function ReceivedDetail({ call, onClose }: { readonly call: ReceivedCall; readonly onClose: () => void }) {
  const narrow = useNarrow()
  return (
    <article className={pane.detail} aria-label="Received call">
      <header className={pane.head}>
        {narrow && (
          <ActionIcon aria-label="Back to the list" onClick={onClose}>
            <ArrowLeft size={16} />
          </ActionIcon>
        )}
        <h2 className={pane.title}>{typeOf(call)}</h2>
        <VerifiedChip verified={call.verified} />
        <span className={pane.space} />
        {!narrow && (
          <ActionIcon aria-label="Close (Esc)" onClick={onClose}>
            <X size={16} />
          </ActionIcon>
        )}
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls: must be reachable by keyboard */}
      <div className={classes.body} tabIndex={0} role="group" aria-label="The received call">
        <Facts
          facts={[
            { name: 'Received', value: exactTime(call.at) },
            { name: 'Request', value: `${call.method} ${call.path}`, mono: true },
            { name: 'Signature', value: call.verification },
            { name: 'Answered', value: `HTTP ${call.answered}` },
          ]}
        />
        <HeaderLines title="Headers" headers={call.headers} />
        <section className={classes.section} aria-label="Body">
          <h3>Body</h3>
          {call.body === '' ? (
            <p className={classes.soft}>It had none.</p>
          ) : (
            <CodeBlock code={prettyBody(call.body)} label="Body of the call" />
          )}
        </section>
      </div>
    </article>
  )
}
