import type { ProviderHeader } from '../../../../shared/model/delivery.ts'
import type { RawField } from './fields.ts'

/** What Elastic Email's headers ask for (help.elasticemail.com, articles 2376848 and 3119570). */
export interface ElasticEmailFacts {
  readonly postback: string | null
  readonly channel: string | null
}

const longestChannel = 191

/** Reads them and says of each what it means. A bare `Channel` header counts as well. */
export function readElasticEmail(fields: readonly RawField[], notes: ProviderHeader[]): ElasticEmailFacts {
  let postback: string | null = null
  let channel: string | null = null
  for (const { name, value } of fields) {
    const key = name.toLowerCase()
    const note = (meaning: string, problem: string | null = null) =>
      notes.push({ provider: 'elasticemail', name, value: value.slice(0, 1_000), meaning, problem })
    if (key === 'x-elasticemail-postback') {
      postback ??= value
      note('Comes back as postback in every notification of this message.')
    } else if (key === 'x-elasticemail-channel' || key === 'channel') {
      const fits = value !== '' && value.length <= longestChannel
      if (fits) channel ??= value
      note(
        'Groups the message in reports of this channel.',
        fits ? null : `A channel has 1 to ${longestChannel} characters.`,
      )
    } else if (key.startsWith('x-elasticemail-')) {
      note('Elastic Email documents no header of this name.', 'It has no effect.')
    }
  }
  return { postback, channel }
}
