import { useEffect, useState } from 'react'
import { CopyButton } from '../../ui/CopyButton.tsx'
import classes from './CodeBlock.module.css'
import type { SnippetLanguage } from './snippets/snippet.ts'

interface CodeBlockProps {
  readonly code: string
  readonly language: SnippetLanguage
}

/** Code of ours with its colours, which come a moment later than the code. */
export function CodeBlock({ code, language }: CodeBlockProps) {
  const [coloured, setColoured] = useState<{ code: string; html: string } | null>(null)
  useEffect(() => {
    let over = false
    import('./highlight.ts').then(
      ({ highlight }) => over || setColoured({ code, html: highlight(code, language) }),
      // Without colours it is the same code.
      () => {},
    )
    return () => {
      over = true
    }
  }, [code, language])
  return (
    <div className={classes.block}>
      <div className={classes.copy}>
        <CopyButton text={code} label="Copy the code" />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrollable: must be reachable by keyboard */}
      <pre className={classes.code} tabIndex={0} role="group" aria-label="Code">
        {coloured?.code === code ? (
          // oxlint-disable-next-line react/no-danger -- our own text, escaped by highlight.js
          <code dangerouslySetInnerHTML={{ __html: coloured.html }} />
        ) : (
          <code>{code}</code>
        )}
      </pre>
    </div>
  )
}
