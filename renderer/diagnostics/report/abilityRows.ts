import { fileSize } from '../../ui/format.ts'
import type { Capabilities } from '../../../shared/model/diagnosis/observation.ts'

/** A keyword and what stands behind it in each list; null where it is not offered. */
export interface AbilityRow {
  readonly keyword: string
  readonly before: string | null
  readonly within: string | null
}

/** Keywords of both lists in the order of the first, with their parameters. AUTH names its mechanisms. */
export function abilitiesOf(before: Capabilities | null, within: Capabilities | null): AbilityRow[] {
  const keywords = [...new Set([before, within].flatMap((list) => list?.keywords ?? []))]
  return keywords.map((keyword) => ({ keyword, before: offer(before, keyword), within: offer(within, keyword) }))
}

function offer(list: Capabilities | null, keyword: string): string | null {
  if (!list?.keywords.includes(keyword)) return null
  if (keyword === 'AUTH') return list.auth.join(' ')
  if (keyword === 'SIZE') return list.size === null ? '' : fileSize(list.size)
  const line = list.lines
    .map((text) => text.replace(/^\d{3}[- ]/, '').trim())
    .find((text) => text.toUpperCase().split(/[ =]/)[0] === keyword)
  return line?.slice(keyword.length).replace(/^[ =]/, '').trim() ?? ''
}
