import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import dialogs from '../../ui/dialogs.module.css'
import type { WithSecret } from './CreateEndpointDialog.tsx'
import { verifySnippet } from './verifySnippet.ts'

interface EndpointSecretDialogProps {
  readonly endpoint: WithSecret & { readonly secret: string }
  readonly onClose: () => void
}

/** The secret of an endpoint, shown once, with the code that uses it. */
export function EndpointSecretDialog({ endpoint, onClose }: EndpointSecretDialogProps) {
  const [copied, setCopied] = useState(false)
  const [asked, setAsked] = useState(false)
  const snippet = verifySnippet(endpoint)
  const close = () => {
    if (copied || asked) onClose()
    else setAsked(true)
  }
  return (
    <Modal opened onClose={close} title={`${endpoint.name}: copy it now`} size="lg" closeOnClickOutside={false}>
      {/* Whatever is copied from here counts, by button or by hand. */}
      <div
        className={dialogs.form}
        onCopy={() => setCopied(true)}
        onClickCapture={(event) => {
          if ((event.target as HTMLElement).closest('[aria-label^="Copy the secret"]')) setCopied(true)
        }}
      >
        <p className={dialogs.text}>
          Your receiver checks with this secret that a call came from here. It is shown this once; Sandpost keeps it
          sealed. Put it where your receiver finds it, such as WEBHOOK_SECRET.
        </p>
        <dl className={dialogs.facts}>
          <div>
            <dt>Secret</dt>
            <dd className={dialogs.secret}>
              <span>{endpoint.secret}</span>
              <CopyButton text={endpoint.secret} label="Copy the secret" />
            </dd>
          </div>
        </dl>
        {snippet !== null && <CodeBlock code={snippet} label="Code that checks a call" />}
        {asked && !copied && (
          <p role="alert" className={dialogs.problem}>
            Nothing was copied yet. Close again to leave without it; you can give the endpoint a new secret later.
          </p>
        )}
        <footer className={dialogs.foot}>
          <Button onClick={close}>Done</Button>
        </footer>
      </div>
    </Modal>
  )
}
