import type { ProviderHeader } from '../../../../shared/model/delivery.ts'
import type { SandboxResult } from '../../../../shared/model/routing.ts'
import type { RawField } from './fields.ts'

/** What AhaSend's special headers ask for (https://ahasend.com/docs/smtp/special-headers). */
export interface AhaSendFacts {
  /** AhaSend-Sandbox: true or 1. */
  readonly sandbox: boolean
  readonly result: SandboxResult | null
  readonly tags: readonly string[]
  /** Days; null when not asked for. */
  readonly dataRetentionDays: number | null
}

const results: readonly SandboxResult[] = ['deliver', 'bounce', 'defer', 'fail', 'suppress']
const mostTags = 10
const longestTag = 64

/**
 * Reads them and says of each what it means here. Names are compared without regard to case; the first of its name counts.
 * What AhaSend does with a bad value is not documented: here it is left aside and said so.
 */
export function readAhaSend(fields: readonly RawField[], notes: ProviderHeader[]): AhaSendFacts {
  let sandbox = false
  let result: SandboxResult | null = null
  let tags: string[] = []
  let dataRetentionDays: number | null = null
  const seen = new Set<string>()
  for (const { name, value } of fields) {
    const key = name.toLowerCase()
    if (!key.startsWith('ahasend-')) continue
    const note = (meaning: string, problem: string | null = null) =>
      notes.push({ provider: 'ahasend', name, value: value.slice(0, 1_000), meaning, problem })
    if (seen.has(key)) {
      note('Said twice.', 'Only the first one counts.')
      continue
    }
    seen.add(key)
    const word = value.toLowerCase()
    switch (key) {
      case 'ahasend-sandbox':
        sandbox = word === 'true' || word === '1'
        if (sandbox) note('This message is captured and its outcome is simulated, whatever the credential.')
        else note('Turns the sandbox on for one message.', 'Only true or 1 has a meaning; nothing turns it off.')
        break
      case 'ahasend-sandbox-result':
        result = results.find((one) => one === word) ?? null
        if (result) note(`Simulates the outcome “${result}”, when the message is in the sandbox.`)
        else note('Which outcome is simulated.', `Not one of ${results.join(', ')}: it is left aside.`)
        break
      case 'ahasend-tags': {
        const all = value.split(',').map((tag) => tag.trim())
        tags = [...new Set(all.filter((tag) => tag !== '' && tag.length <= longestTag))].slice(0, mostTags)
        const left = all.filter((tag) => tag !== '').length - tags.length
        note(
          `Tags of the message: ${tags.join(', ') || 'none'}.`,
          left > 0 ? `${left} left aside: at most ${mostTags} tags of ${longestTag} characters.` : null,
        )
        break
      }
      case 'ahasend-track-opens':
      case 'ahasend-track-clicks': {
        const what = key.endsWith('opens') ? 'opens' : 'clicks'
        const said = word === 'true' || word === 'false'
        note(
          said
            ? `AhaSend would ${word === 'true' ? '' : 'not '}track ${what}. Nothing is tracked here.`
            : `Tracking of ${what}.`,
          said ? null : 'Only true or false has a meaning.',
        )
        break
      }
      case 'ahasend-data-retention': {
        dataRetentionDays = days(value, 0)
        if (dataRetentionDays === null) note('How long the message is kept.', 'Only 0 to 30 days have a meaning.')
        else if (dataRetentionDays === 0) {
          note('AhaSend removes the message right after processing. Here it stays for a day, so that you can see it.')
          dataRetentionDays = 1
        } else note(`The message is removed after ${dataRetentionDays} days, unless it is starred.`)
        break
      }
      case 'ahasend-metadata-retention': {
        const kept = days(value, 1)
        if (kept === null) note('How long AhaSend keeps its log.', 'Only 1 to 30 days have a meaning.')
        else note(`AhaSend keeps its log of this message for ${kept} days. Here it stays as long as the message.`)
        break
      }
      default:
        note('AhaSend documents no header of this name.', 'It has no effect.')
    }
  }
  return { sandbox, result, tags, dataRetentionDays }
}

function days(value: string, least: number): number | null {
  const number = /^\d{1,3}$/.test(value) ? Number(value) : Number.NaN
  return number >= least && number <= 30 ? number : null
}
