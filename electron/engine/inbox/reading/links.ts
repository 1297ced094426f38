import type { MessageLink } from '../../../../shared/model/message.ts'
import { decodeEntities, htmlToText } from './htmlText.ts'

const mostLinks = 1_000
const longestUrl = 4_096
/** How much of an anchor is looked at: its attributes, and its text. */
const longestAttributes = 8_192
const longestText = 1_000
const href = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i
const plain = /\b(?:https?:\/\/|mailto:)[^\s<>"'`]+/gi

/** Web and mail addresses that the message leads to, each once, in order. */
export function findLinks(text: string | null, html: string | null): MessageLink[] {
  const links = new Map<string, MessageLink>()
  for (const { url, inside } of anchors(html ?? '')) {
    if (links.size >= mostLinks) break
    if (/^(?:https?:|mailto:)/i.test(url) && url.length <= longestUrl && !links.has(url)) {
      links.set(url, { url, text: htmlToText(inside).slice(0, 200) })
    }
  }
  for (const [found] of (text ?? '').matchAll(plain)) {
    if (links.size >= mostLinks) break
    if (found.length > longestUrl) continue
    const url = withoutTail(found)
    if (!links.has(url)) links.set(url, { url, text: url })
  }
  return [...links.values()]
}

/** The anchors of a page, one after the other; what was looked at is not looked at again. */
function* anchors(html: string): Generator<{ url: string; inside: string }> {
  const start = /<a\b/gi
  for (let match = start.exec(html); match; match = start.exec(html)) {
    const end = html.indexOf('>', match.index)
    if (end < 0) return
    start.lastIndex = end + 1
    const found = href.exec(html.slice(match.index + 2, Math.min(end, match.index + longestAttributes)))
    if (!found) continue
    const inside = html.slice(end + 1, end + 1 + longestText)
    const stop = inside.search(/<\/?a\b/i)
    yield {
      url: decodeEntities((found[1] ?? found[2] ?? found[3] ?? '').trim()),
      inside: stop < 0 ? inside : inside.slice(0, stop),
    }
  }
}

/** A full stop after a link belongs to the sentence; so does a bracket that was opened before it. */
function withoutTail(url: string): string {
  let surplus = url.split(')').length - url.split('(').length
  let end = url.length
  for (; end > 0; end -= 1) {
    const last = url[end - 1] as string
    if (last === ')' && surplus > 0) surplus -= 1
    else if (!/[.,;:!?'*\]}]/.test(last)) break
  }
  return url.slice(0, end)
}
