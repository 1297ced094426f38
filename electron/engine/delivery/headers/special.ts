import type { ProviderHeader } from '../../../../shared/model/delivery.ts'
import type { SpecialFacts } from '../events.ts'
import { readAhaSend, type AhaSendFacts } from './ahasend.ts'
import { readElasticEmail, type ElasticEmailFacts } from './elasticEmail.ts'
import { readFields, type RawField } from './fields.ts'
import { readSmtpApi, type SmtpApiFacts } from './smtpApi.ts'

/** Everything that headers of the four providers ask for. */
export interface SpecialHeaders {
  readonly ahasend: AhaSendFacts
  readonly elasticEmail: ElasticEmailFacts
  readonly smtpApi: SmtpApiFacts | null
  /** Each header with what it means here. */
  readonly notes: readonly ProviderHeader[]
}

/** Fields whose value a provider reads. */
export const specialField = /^(?:ahasend-|x-smtpapi$|x-elasticemail-|channel$)/i
const anySpecial = /^(?:ahasend-[!-9;-~]*|x-smtpapi|x-elasticemail-[!-9;-~]*|channel)[ \t]*:/im

const none: SpecialHeaders = {
  ahasend: { sandbox: false, result: null, tags: [], dataRetentionDays: null },
  elasticEmail: { postback: null, channel: null },
  smtpApi: null,
  notes: [],
}

/** Reads a header section. One search over it when there is nothing, which is nearly always. */
export function readSpecial(header: string, now: number): SpecialHeaders {
  if (!anySpecial.test(header)) return none
  return understand(readFields(header), now)
}

function understand(fields: readonly RawField[], now: number): SpecialHeaders {
  const notes: ProviderHeader[] = []
  const ahasend = readAhaSend(fields, notes)
  const smtpApi = readSmtpApi(fields, notes, now)
  const elasticEmail = readElasticEmail(fields, notes)
  return { ahasend, smtpApi, elasticEmail, notes }
}

/** What events tell of them. */
export function factsForEvents({ ahasend, smtpApi, elasticEmail }: SpecialHeaders): SpecialFacts {
  return {
    categories: smtpApi?.categories ?? [],
    uniqueArgs: smtpApi?.uniqueArgs ?? {},
    postback: elasticEmail.postback,
    channel: elasticEmail.channel,
    tags: ahasend.tags,
  }
}
