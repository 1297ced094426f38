import { Button } from '@mantine/core'
import { FileCode2, FileWarning } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import type { MessageDetail } from '../../../../shared/model/message.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { counted, fileSize } from '../../../ui/format.ts'
import { useStored } from '../../../ui/useStored.ts'
import { LinkDialog, type ClickedLink } from '../links/LinkDialog.tsx'
import { frameDocument } from './frameDocument.ts'
import { HtmlFrame } from './HtmlFrame.tsx'
import classes from './HtmlTab.module.css'
import { PreviewBar, type PreviewWidth } from './PreviewBar.tsx'
import { RemoteBar } from './RemoteBar.tsx'
import { sanitise } from './sanitise.ts'
import { useInlineImages } from './useInlineImages.ts'

interface HtmlTabProps {
  readonly message: MessageDetail
}

/** Over this many characters a browser takes seconds; shown only when asked. */
const largeHtml = 2_000_000
// Consent lasts for one message and as long as the page.
const remoteAllowedFor = new Set<number>()

/** The message as its reader will see it, with everything remote held back. */
export function HtmlTab({ message }: HtmlTabProps) {
  const [shownAnyway, setShownAnyway] = useState(false)
  if (message.html === null) {
    return (
      <EmptyState icon={FileCode2} title="No HTML in this message">
        It carries plain text only. See the Text tab.
      </EmptyState>
    )
  }
  if (message.html.length > largeHtml && !shownAnyway) {
    return (
      <EmptyState
        icon={FileWarning}
        title={`This message has ${fileSize(message.html.length)} of HTML`}
        action={
          <Button variant="default" onClick={() => setShownAnyway(true)}>
            Show it anyway
          </Button>
        }
      >
        Showing it may take a while. Many mail programs cut a message off at about 100 kB.
      </EmptyState>
    )
  }
  return <Preview message={message} html={message.html} />
}

function Preview({ message, html }: { readonly message: MessageDetail; readonly html: string }) {
  const [allowRemote, setAllowRemote] = useState(() => remoteAllowedFor.has(message.id))
  const [width, setWidth] = useStored<PreviewWidth>('previewWidth', 'desktop')
  const [scheme, setScheme] = useStored<'light' | 'dark'>('previewScheme', 'light')
  const [link, setLink] = useState<ClickedLink | null>(null)

  // First look: what it wants. Second look, once the pictures of the message itself are at hand: what is shown.
  const wanted = useMemo(
    () => sanitise(html, { allowRemote, images: noImages, ownOrigin: location.origin }),
    [html, allowRemote],
  )
  const images = useInlineImages(message, wanted.contentIds)
  const shown = useMemo(() => {
    if (!images) return null
    const clean = images.size === 0 ? wanted : sanitise(html, { allowRemote, images, ownOrigin: location.origin })
    return { links: clean.links, document: frameDocument(clean.html, { allowRemote, scheme }) }
  }, [allowRemote, html, images, scheme, wanted])
  const current = useDeferredValue(shown)

  const allow = () => {
    remoteAllowedFor.add(message.id)
    setAllowRemote(true)
  }
  return (
    <div className={classes.tab}>
      {wanted.remote.length > 0 && <RemoteBar addresses={wanted.remote} loaded={allowRemote} onLoad={allow} />}
      <div className={classes.stage} data-width={width} data-scheme={scheme}>
        {current ? (
          <HtmlFrame
            // A new document is a new frame: nothing of the last one stays.
            key={current.document}
            document={current.document}
            scheme={scheme}
            className={classes.frame}
            onLink={(index, text) => setLink({ address: current.links[index] ?? '', text })}
          />
        ) : (
          <p className={classes.waiting} role="status">
            Fetching the pictures of this message…
          </p>
        )}
      </div>
      <PreviewBar width={width} onWidth={setWidth} scheme={scheme} onScheme={setScheme}>
        {counted(wanted.links.length, 'link')}
        {' · '}
        {fileSize(new Blob([html]).size)} of HTML
      </PreviewBar>
      {link && <LinkDialog link={link} onClose={() => setLink(null)} />}
    </div>
  )
}

const noImages: ReadonlyMap<string, string> = new Map()
