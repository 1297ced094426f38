import { Button, Modal } from '@mantine/core'
import { Ban, ExternalLink, TriangleAlert } from 'lucide-react'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { inspectLink } from './inspectLink.ts'
import classes from './LinkDialog.module.css'

/** A link that was clicked: the address as written, and the words it stood behind. */
export interface ClickedLink {
  readonly address: string
  readonly text: string
}

interface LinkDialogProps {
  readonly link: ClickedLink
  readonly onClose: () => void
}

/** Shows where a link goes before anything goes there. */
export function LinkDialog({ link, onClose }: LinkDialogProps) {
  const facts = inspectLink(link.address, link.text)
  const open = () => {
    if (facts.opens) window.open(facts.opens, '_blank', 'noopener,noreferrer')
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title="Where this link goes" size="lg" centered>
      {facts.host && <p className={classes.host}>{facts.host}</p>}
      <div className={classes.address}>
        <code>{facts.written || '(empty)'}</code>
        <CopyButton text={facts.written} label="Copy the address" />
      </div>
      {facts.refusal && (
        <p className={classes.refusal}>
          <Ban size={14} aria-hidden /> {facts.refusal}
        </p>
      )}
      {facts.warnings.map((warning) => (
        <p key={warning} className={classes.warning}>
          <TriangleAlert size={14} aria-hidden /> {warning}
        </p>
      ))}
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        {facts.opens && (
          <Button
            leftSection={<ExternalLink size={14} />}
            onClick={open}
            data-autofocus={facts.warnings.length === 0 || undefined}
          >
            {facts.opens.startsWith('mailto:') ? 'Write in your mail program' : 'Open in browser'}
          </Button>
        )}
      </div>
    </Modal>
  )
}
