import type { DiagnosisQuestion } from '../../../shared/model/diagnosis/question.ts'

type Provider = NonNullable<DiagnosisQuestion['provider']>

const providers: Readonly<Record<string, Provider>> = {
  paubox: 'paubox',
  sendgrid: 'sendgrid',
  'ahasend-eu': 'ahasend',
  'ahasend-us': 'ahasend',
  elasticemail: 'elasticemail',
}

/** The provider whose manners a preset has; null when nothing is known of it. */
export function profileOf(preset: string): Provider | null {
  return providers[preset] ?? null
}
