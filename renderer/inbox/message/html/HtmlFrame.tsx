import { useEffect, useRef } from 'react'

interface HtmlFrameProps {
  /** Sanitised and under its policy: made by frameDocument. */
  readonly document: string
  readonly scheme: 'light' | 'dark'
  /** A link was chosen: its number and the words it stands behind. */
  readonly onLink: (index: number, text: string) => void
  readonly className?: string
}

// What scrolls or moves within the message stays there; everything else belongs to the app.
const keysOfTheFrame = new Set([
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'PageUp',
  'PageDown',
  'Home',
  'End',
  ' ',
  'Tab',
  'Enter',
])

/**
 * The message in a frame that runs no script, opens nothing and navigates nowhere. It has our origin so that we can
 * listen to clicks and keys from outside; without `allow-scripts` nobody inside can use that.
 */
export function HtmlFrame({ document, scheme, onLink, className }: HtmlFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null)
  const chosen = useRef(onLink)
  useEffect(() => {
    chosen.current = onLink
  })
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const listened = new WeakSet<Window>()
    let waiting = 0
    // Images may hold back the load event for long; links must work as soon as they are seen.
    const attach = () => {
      const inside = element.contentWindow
      if (!inside || inside.document.URL !== 'about:srcdoc') {
        waiting = requestAnimationFrame(attach)
        return
      }
      if (listened.has(inside)) return
      listened.add(inside)
      listen(inside, element, (index, text) => chosen.current(index, text))
    }
    attach()
    element.addEventListener('load', attach)
    return () => {
      cancelAnimationFrame(waiting)
      element.removeEventListener('load', attach)
    }
  }, [])
  return (
    <iframe
      ref={frame}
      title="Message"
      sandbox="allow-same-origin"
      referrerPolicy="no-referrer"
      srcDoc={document}
      className={className}
      style={{ colorScheme: scheme, background: scheme === 'dark' ? '#1b1b1b' : '#ffffff' }}
    />
  )
}

// Listeners sit on the window: names in a message can hide properties of its document, never of its window.
function listen(inside: Window, frame: HTMLIFrameElement, onLink: HtmlFrameProps['onLink']): void {
  const follow = (event: Event) => {
    const link = linkAt(event.target)
    if (!link) return
    event.preventDefault()
    event.stopPropagation()
    if (event.type !== 'click') return
    const anchor = link.getAttribute('data-anchor')
    if (anchor === null) onLink(Number(link.getAttribute('data-link')), wordsOf(link))
    else scrollTo(inside, anchor)
  }
  inside.addEventListener('click', follow, true)
  inside.addEventListener('auxclick', follow, true)
  inside.addEventListener('dragstart', (event) => linkAt(event.target) && event.preventDefault(), true)
  inside.addEventListener('submit', (event) => event.preventDefault(), true)
  inside.addEventListener('keydown', (event) => {
    if (keysOfTheFrame.has(event.key)) return
    const { key, code, ctrlKey, metaKey, shiftKey, altKey, repeat } = event
    const copy = new KeyboardEvent('keydown', {
      key,
      code,
      ctrlKey,
      metaKey,
      shiftKey,
      altKey,
      repeat,
      bubbles: true,
      cancelable: true,
    })
    if (!frame.dispatchEvent(copy)) event.preventDefault()
  })
}

function linkAt(target: EventTarget | null): Element | null {
  // The frame has its own Element class: instanceof would say no.
  const element = target as Element | null
  return typeof element?.closest === 'function' ? element.closest('[data-link], [data-anchor]') : null
}

function wordsOf(link: Element): string {
  return (link.textContent ?? '').trim().slice(0, 500)
}

function scrollTo(inside: Window, anchor: string): void {
  // The document's own methods can be hidden by names in the message.
  const named = Document.prototype.querySelectorAll.call(inside.document, '[id], a[name]')
  const there = [...named].find((element) => element.id === anchor || element.getAttribute('name') === anchor)
  there?.scrollIntoView()
}
