import { ActionIcon, Tooltip } from '@mantine/core'
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { copyText } from './clipboard.ts'

interface CopyButtonProps {
  readonly text: string
  /** What is copied, e.g. `Copy the port`. */
  readonly label?: string
}

/** An icon that copies a text and says so in place, to the eye and to a screen reader. */
export function CopyButton({ text, label = 'Copy' }: CopyButtonProps) {
  const [result, setResult] = useState<'none' | 'copied' | 'failed'>('none')
  useEffect(() => {
    if (result === 'none') return
    const timer = setTimeout(() => setResult('none'), 1_600)
    return () => clearTimeout(timer)
  }, [result])
  const said = result === 'copied' ? 'Copied' : result === 'failed' ? 'Could not copy. Select the text instead.' : ''
  return (
    <>
      <Tooltip label={said || label}>
        <ActionIcon
          size={24}
          aria-label={label}
          color={result === 'copied' ? 'green' : undefined}
          onClick={() => void copyText(text).then((done) => setResult(done ? 'copied' : 'failed'))}
        >
          {result === 'copied' ? <Check size={14} color="var(--green)" /> : <Copy size={14} />}
        </ActionIcon>
      </Tooltip>
      <span className="visuallyHidden" aria-live="polite">
        {said}
      </span>
    </>
  )
}
