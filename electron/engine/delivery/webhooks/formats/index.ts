import type { WebhookFormat } from '../../../../../shared/model/webhook.ts'
import { ahasend } from './ahasend.ts'
import { elasticemail } from './elasticemail.ts'
import type { Format } from './format.ts'
import { paubox } from './paubox.ts'
import { sandpost } from './sandpost.ts'
import { sendgrid } from './sendgrid.ts'

export type { Format } from './format.ts'

/** Every format there is. */
export const formats: Readonly<Record<WebhookFormat, Format>> = { sandpost, ahasend, sendgrid, paubox, elasticemail }
