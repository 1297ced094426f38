import type { Mode } from '../../../../shared/model/mode.ts'
import type { Route, RouteAnswer, RouteConditions, Routing, SandboxResult } from '../../../../shared/model/routing.ts'
import { domainFits, domainOf, fits } from './patterns.ts'

/** What routing looks at. */
export interface MailFacts {
  /** Null for anonymous mail, which never leaves. */
  readonly credentialId: string | null
  readonly mode: Mode
  readonly sender: string
  /** Of the header, for conditions on it; read only when a route asks. */
  readonly header: (name: string) => string[]
  readonly tags: readonly string[]
  /** The message asks to be in the sandbox. */
  readonly sandboxed: boolean
  /** The outcome the message asks for. */
  readonly result: SandboxResult | null
}

export type Decision = RouteAnswer['recipients'][number] & {
  readonly reject: { readonly code: number; readonly enhancedCode: string | null; readonly text: string } | null
}

/** What happens to a mail for one recipient, and why. Pure. */
export function decide(
  routing: Routing,
  mail: MailFacts,
  recipient: string,
  upstreamName: (id: string) => string | null,
): Decision {
  const base = { recipient, routeId: null, upstreamId: null, rewrittenTo: null, result: null, reject: null } as const
  if (mail.credentialId === null) {
    const asked = askedResult(routing, mail, recipient)
    if (asked === null)
      return { ...base, is: 'capture', because: 'Anonymous mail is captured only: log in with a credential.' }
    return { ...base, is: 'simulate', result: asked.result, because: asked.because }
  }
  const route = routing.routes.find(({ enabled, conditions }) => enabled && takes(conditions, mail, recipient))
  const action = route?.action ?? routing.otherwise
  const by = route ? `${nameOf(route, routing)} takes it` : 'No route takes it, so the default decides'
  const decided = { ...base, routeId: route?.id ?? null }
  if (action.is === 'reject')
    return { ...decided, is: 'reject', reject: action, because: `${by}: refused with ${action.code} ${action.text}.` }
  if (mail.mode === 'sandbox' || mail.sandboxed) return simulate(routing, mail, recipient, decided)
  if (action.is === 'capture') return { ...decided, is: 'capture', because: `${by}: captured only.` }
  const name = upstreamName(action.upstreamId)
  if (name === null)
    return { ...decided, is: 'capture', because: `${by}, but its upstream does not exist any more: captured only.` }
  const { rewrittenTo, allowed } = safetyNet(routing, recipient)
  const out = { ...decided, upstreamId: action.upstreamId, rewrittenTo }
  if (!allowed)
    return { ...out, is: 'hold', because: `${by}, but the recipient is not on the list of allowed ones: held.` }
  const where = rewrittenTo === null ? '' : ` to ${rewrittenTo} instead`
  return { ...out, is: 'relay', because: `${by}: leaves through ${name}${where}.` }
}

/** Where mail that leaves for somebody goes instead (null: to them), and whether it may go there without being asked. */
export function safetyNet(
  { everythingTo, allowedRecipients }: Pick<Routing, 'everythingTo' | 'allowedRecipients'>,
  recipient: string,
): { rewrittenTo: string | null; allowed: boolean } {
  const rewrittenTo = everythingTo !== null && everythingTo !== recipient ? everythingTo : null
  const allowed = allowedRecipients.some((pattern) => fits(pattern, rewrittenTo ?? recipient))
  return { rewrittenTo, allowed: allowed || allowedRecipients.length === 0 }
}

function simulate(
  routing: Routing,
  mail: MailFacts,
  recipient: string,
  decided: Omit<Decision, 'is' | 'because'>,
): Decision {
  const asked = askedResult(routing, mail, recipient)
  const why = mail.mode === 'sandbox' ? 'The sandbox is on for it' : 'The message asks for the sandbox'
  const result = asked?.result ?? routing.sandbox.otherwise
  return { ...decided, is: 'simulate', result, because: asked?.because ?? `${why}: ${result} is simulated.` }
}

/** The outcome that was asked for: by the message itself, else by the first rule that fits. */
function askedResult(
  { sandbox }: Routing,
  mail: MailFacts,
  recipient: string,
): { result: SandboxResult; because: string } | null {
  if (mail.result !== null)
    return { result: mail.result, because: `The header AhaSend-Sandbox-Result asks for ${mail.result}.` }
  const rule = sandbox.rules.find(
    ({ credentialIds, recipients }) =>
      (credentialIds.length === 0 || (mail.credentialId !== null && credentialIds.includes(mail.credentialId))) &&
      fits(recipients, recipient),
  )
  if (rule) return { result: rule.result, because: `The sandbox rule for ${rule.recipients} says ${rule.result}.` }
  if (mail.credentialId === null && mail.sandboxed)
    return {
      result: sandbox.otherwise,
      because: `The message asks for the sandbox: ${sandbox.otherwise} is simulated.`,
    }
  return null
}

function takes(conditions: RouteConditions, mail: MailFacts, recipient: string): boolean {
  const { credentialIds, senderDomains, recipientDomains, header, tags } = conditions
  if (credentialIds.length > 0 && !credentialIds.includes(mail.credentialId ?? '')) return false
  if (senderDomains.length > 0 && !domainFits(senderDomains, domainOf(mail.sender))) return false
  if (recipientDomains.length > 0 && !domainFits(recipientDomains, domainOf(recipient))) return false
  if (tags.length > 0 && !tags.some((tag) => mail.tags.includes(tag))) return false
  return header === null || mail.header(header.name).some((value) => fits(header.value, value))
}

function nameOf(route: Route, { routes }: Routing): string {
  return route.name === '' ? `Route ${routes.indexOf(route) + 1}` : `The route “${route.name}”`
}
