import type { MessageLink } from '../../../../shared/model/message.ts'
import { decodeEntities, htmlToText } from './htmlText.ts'

const mostLinks = 1_000
const anchor = /<a\b([^>]*)>([^]*?)(?=<\/a\s*>|<a\b|$)/gi
const href = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i
const plain = /\b(?:https?:\/\/|mailto:)[^\s<>"'`]+/gi

/** Web and mail addresses that the message leads to, each once, in order. */
export function findLinks(text: string | null, html: string | null): MessageLink[] {
  const links = new Map<string, MessageLink>()
  const add = (url: string, shown: string) => {
    if (links.size < mostLinks && url.length <= 4_096 && !links.has(url)) links.set(url, { url, text: shown })
  }
  for (const [, attributes, inside] of (html ?? '').matchAll(anchor)) {
    if (links.size >= mostLinks) break
    const found = href.exec(attributes as string)
    const url = decodeEntities((found?.[1] ?? found?.[2] ?? found?.[3] ?? '').trim())
    if (/^(?:https?:|mailto:)/i.test(url)) add(url, htmlToText((inside as string).slice(0, 1_000)).slice(0, 200))
  }
  for (const [found] of (text ?? '').matchAll(plain)) {
    if (links.size >= mostLinks) break
    const url = withoutTail(found)
    add(url, url)
  }
  return [...links.values()]
}

/** A full stop after a link belongs to the sentence; so does a bracket that was opened before it. */
function withoutTail(url: string): string {
  let end = url.replace(/[.,;:!?'*]+$/, '')
  while (end.endsWith(')') && end.split(')').length > end.split('(').length) end = end.slice(0, -1)
  return end.replace(/[.,;:!?\]}]+$/, '')
}
