// The only file that knows DOMPurify. Its output is still treated as hostile: it is shown in a frame without
// scripts (HtmlFrame) under a policy that loads nothing remote (frameDocument). Three layers, each enough alone.
import DOMPurify from 'dompurify'
import { rewriteCss } from './rewriteCss.ts'
import { ResourceGate } from './resourceGate.ts'
import { rewriteSrcset } from './srcset.ts'

export interface SanitisedHtml {
  /** The whole document, `<html>` to `</html>`, without the head that frameDocument adds. */
  readonly html: string
  /** What each `data-link` number in the document points to, exactly as the message wrote it. */
  readonly links: readonly string[]
  /** Addresses of remote images, fonts and media the document asks for. */
  readonly remote: readonly string[]
  /** Content ids the document shows, to be fetched and handed in as `images`. */
  readonly contentIds: readonly string[]
}

interface SanitiseOptions {
  readonly allowRemote: boolean
  /** blob: URLs made by us, by content id. */
  readonly images: ReadonlyMap<string, string>
  /** Our own origin: never loaded on behalf of a message, since our cookie would go along. */
  readonly ownOrigin: string
}

const urlAttributes = [
  'src',
  'poster',
  'background',
  'lowsrc',
  'dynsrc',
  'longdesc',
  'cite',
  'data',
  'classid',
] as const
const forbiddenAttributes = [
  'target',
  'ping',
  'action',
  'formaction',
  'accesskey',
  'autofocus',
  'autoplay',
  'contenteditable',
  'popover',
  'popovertarget',
  'popovertargetaction',
  'tabindex',
  'usemap',
  'preload',
]
// Forms are shown as their words only. Their contents stay (KEEP_CONTENT).
const forbiddenTags = [
  'form',
  'input',
  'button',
  'select',
  'option',
  'optgroup',
  'textarea',
  'datalist',
  'fieldset',
  'dialog',
]

/** Makes the HTML of a message safe to show, and tells what it links to and would load. */
export function sanitise(html: string, options: SanitiseOptions): SanitisedHtml {
  const purify = DOMPurify(window)
  const gate = new ResourceGate(options)
  const links: string[] = []
  const wanted = new WeakMap<Element, Map<string, string>>()

  // Before DOMPurify looks: take out every address, so that what remains can point nowhere.
  purify.addHook('beforeSanitizeAttributes', (element: Node) => {
    // Text comes by here too, whatever the types say.
    if (!(element instanceof Element)) return
    const keep = new Map<string, string>()
    if (isLink(element)) {
      const address = element.getAttribute('href') ?? element.getAttribute('xlink:href')
      if (address !== null) {
        keep.set('href', '#')
        const anchor = /^\s*#(.+)/.exec(address)?.[1]
        if (anchor === undefined) keep.set('data-link', String(links.push(address) - 1))
        else keep.set('data-anchor', anchor.trim())
      }
      take(element, 'xlink:href')
      take(element, 'href')
    } else {
      for (const name of ['href', 'xlink:href']) {
        const address = take(element, name)
        if (address !== null) put(keep, name, gate.image(address))
      }
    }
    for (const name of urlAttributes) {
      const address = take(element, name)
      if (address !== null) put(keep, name, gate.image(address))
    }
    const srcset = take(element, 'srcset')
    if (srcset !== null)
      put(
        keep,
        'srcset',
        rewriteSrcset(srcset, (address) => gate.image(address)),
      )
    const style = take(element, 'style')
    if (style !== null)
      keep.set(
        'style',
        rewriteCss(style, (address) => gate.style(address)),
      )
    if (element.localName === 'img' && !keep.has('src') && !keep.has('srcset')) keep.set('data-not-loaded', '')
    if (keep.size > 0) wanted.set(element, keep)
  })
  purify.addHook('afterSanitizeAttributes', (element: Node) => {
    if (!(element instanceof Element)) return
    for (const [name, value] of wanted.get(element) ?? []) element.setAttribute(name, value)
    if (element.localName === 'style')
      element.textContent = rewriteCss(element.textContent, (address) => gate.style(address))
  })

  const clean = purify.sanitize(html, {
    USE_PROFILES: { html: true, svg: true },
    WHOLE_DOCUMENT: true,
    ALLOW_DATA_ATTR: false,
    FORBID_TAGS: forbiddenTags,
    FORBID_ATTR: forbiddenAttributes,
  })
  return { html: clean, links, remote: [...gate.remote], contentIds: [...gate.contentIds] }
}

function isLink(element: Element): boolean {
  return element.localName === 'a' || element.localName === 'area'
}

function take(element: Element, name: string): string | null {
  const value = element.getAttribute(name)
  if (value !== null) element.removeAttribute(name)
  return value
}

function put(keep: Map<string, string>, name: string, value: string | null): void {
  if (value !== null && value !== '') keep.set(name, value)
}
