import type { CredentialLabel } from '../../../shared/model/credential.ts'
import type { Route, RouteAction, RouteAnswer } from '../../../shared/model/routing.ts'
import type { Upstream } from '../../../shared/model/upstream.ts'

export interface Names {
  readonly credentials: ReadonlyMap<string, CredentialLabel>
  readonly upstreams: readonly Upstream[]
}

export interface Condition {
  readonly about: string
  readonly is: string
}

/** What a route asks for, one chip each; none: it takes all production mail. */
export function conditionsOf({ conditions }: Route, { credentials }: Names): Condition[] {
  const { credentialIds, senderDomains, recipientDomains, header, tags } = conditions
  const some = (about: string, values: readonly string[]) =>
    values.length === 0 ? [] : [{ about, is: values.join(' or ') }]
  return [
    ...some(
      'sent by',
      credentialIds.map((id) => credentials.get(id)?.name ?? 'a removed credential'),
    ),
    ...some('from', senderDomains),
    ...some('to', recipientDomains),
    ...(header === null ? [] : [{ about: `header ${header.name}`, is: header.value === '*' ? 'any' : header.value }]),
    ...some('tag', tags),
  ]
}

/** `relay through SendGrid`, `capture only`, `refuse with 550 …`. */
export function actionInWords(action: RouteAction, { upstreams }: Names): string {
  if (action.is === 'capture') return 'capture only'
  if (action.is === 'reject')
    return `refuse with ${[action.code, action.enhancedCode, action.text].filter(Boolean).join(' ')}`
  const name = upstreams.find(({ id }) => id === action.upstreamId)?.name
  return name === undefined ? 'capture only: its upstream is missing' : `relay through ${name}`
}

/** What happens to a recipient, in a word. */
export const answerWords: Readonly<
  Record<
    RouteAnswer['recipients'][number]['is'],
    { readonly word: string; readonly tone: 'green' | 'sand' | 'red' | 'plain' }
  >
> = {
  relay: { word: 'Leaves', tone: 'green' },
  hold: { word: 'Is held', tone: 'plain' },
  simulate: { word: 'Is simulated', tone: 'sand' },
  capture: { word: 'Captured only', tone: 'sand' },
  reject: { word: 'Is refused', tone: 'red' },
}
