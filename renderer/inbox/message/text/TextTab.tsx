import { Button, Switch } from '@mantine/core'
import { AlignLeft } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { MessageDetail } from '../../../../shared/model/message.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { counted } from '../../../ui/format.ts'
import { useStored } from '../../../ui/useStored.ts'
import { LinkDialog, type ClickedLink } from '../links/LinkDialog.tsx'
import { Scroll } from '../Scroll.tsx'
import { Found } from './Found.tsx'
import { linkify } from './linkify.ts'
import classes from './TextTab.module.css'

const longestShown = 500_000

/** The plain text with its spaces and line ends, its links, and the codes found in the message. */
export function TextTab({ message }: { readonly message: MessageDetail }) {
  const [wrap, setWrap] = useStored('wrapText', true)
  const [whole, setWhole] = useState(false)
  const [link, setLink] = useState<ClickedLink | null>(null)
  const text = message.text ?? ''
  const shown = whole ? text : text.slice(0, longestShown)
  const pieces = useMemo(() => linkify(shown), [shown])
  return (
    <div className={classes.tab}>
      <Found codes={message.codes} links={message.links} onLink={setLink} />
      {message.text === null ? (
        <EmptyState icon={AlignLeft} title="No plain text in this message">
          It carries HTML only. Some people, and spam filters, look for a text version beside it.
        </EmptyState>
      ) : (
        <>
          <div className={classes.bar}>
            <Switch
              size="xs"
              label="Wrap long lines"
              checked={wrap}
              onChange={(event) => setWrap(event.currentTarget.checked)}
            />
            <CopyButton text={text} label="Copy the text" />
          </div>
          <Scroll className={classes.text} wrap={wrap} label="Text of the message">
            {pieces.map((piece) =>
              piece.href === null ? (
                piece.text
              ) : (
                <button
                  key={piece.at}
                  type="button"
                  className={classes.link}
                  onClick={() => setLink({ address: piece.href ?? '', text: piece.text })}
                >
                  {piece.text}
                </button>
              ),
            )}
            {shown.length < text.length && (
              <Button variant="default" onClick={() => setWhole(true)}>
                Show all {counted(text.length, 'character')}
              </Button>
            )}
          </Scroll>
        </>
      )}
      {link && <LinkDialog link={link} onClose={() => setLink(null)} />}
    </div>
  )
}
