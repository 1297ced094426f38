import { z } from 'zod'
import { plainText } from './text.ts'
import { Mode } from './mode.ts'

/** `*` stands for any number of characters. Compared without regard to case. */
const pattern = plainText(320).min(1)
const patterns = z.array(pattern).max(200).default([])

/** Which mail a rule takes: every condition that is filled in has to hold; of a list, one entry. */
export const RouteConditions = z.object({
  credentialIds: z.array(z.string().max(64)).max(200).default([]),
  /** Of the envelope sender: `example.com`, `*.example.com`. */
  senderDomains: patterns,
  recipientDomains: patterns,
  /** A header field that has to be there; its value as a pattern, `*` for any. */
  header: z
    .object({ name: plainText(100).regex(/^[!-9;-~]+$/), value: pattern })
    .nullable()
    .default(null),
  /** Of the credential, or of the message's ahasend-tags. */
  tags: z.array(plainText(64).min(1)).max(50).default([]),
})
export type RouteConditions = z.infer<typeof RouteConditions>

export const RouteAction = z.discriminatedUnion('is', [
  z.object({ is: z.literal('relay'), upstreamId: z.string().max(64) }),
  z.object({ is: z.literal('capture') }),
  z.object({
    is: z.literal('reject'),
    code: z.coerce.number().int().min(400).max(599),
    enhancedCode: z
      .string()
      .regex(/^[45]\.\d{1,3}\.\d{1,3}$/)
      .nullable()
      .default(null),
    text: plainText(400).min(1),
  }),
])
export type RouteAction = z.infer<typeof RouteAction>

export const Route = z.object({
  id: z.string().max(64),
  name: plainText(100).default(''),
  enabled: z.boolean().default(true),
  conditions: RouteConditions.prefault({}),
  action: RouteAction,
})
export type Route = z.infer<typeof Route>

/** What is simulated for a recipient. `deferThenDeliver`: a try fails for now, the next one succeeds. */
export const SandboxResult = z.enum(['deliver', 'bounce', 'defer', 'deferThenDeliver', 'fail', 'suppress'])
export type SandboxResult = z.infer<typeof SandboxResult>

export const SandboxRule = z.object({
  /** Empty: any sender, anonymous mail too. */
  credentialIds: z.array(z.string().max(64)).max(200).default([]),
  /** The recipient's address: `bounce@*`. */
  recipients: pattern,
  result: SandboxResult,
})
export type SandboxRule = z.infer<typeof SandboxRule>

/** How production mail finds its way, and what the sandbox pretends. */
export const Routing = z.object({
  /** In order: the first that takes a recipient decides. */
  routes: z.array(Route).max(500).default([]),
  /** When none does. */
  otherwise: RouteAction.default({ is: 'capture' }),
  /** Recipients that mail may leave for: `*@example.com`. Empty: all. The others are held, to be let go by hand. */
  allowedRecipients: patterns,
  /** Everything that leaves goes here instead; null sends it where it was meant to go. */
  everythingTo: z.email().max(320).nullable().default(null),
  sandbox: z
    .object({
      rules: z
        .array(SandboxRule)
        .max(200)
        .default([
          { credentialIds: [], recipients: 'bounce@*', result: 'bounce' },
          { credentialIds: [], recipients: 'defer@*', result: 'defer' },
          { credentialIds: [], recipients: 'fail@*', result: 'fail' },
          { credentialIds: [], recipients: 'suppress@*', result: 'suppress' },
        ]),
      /** Of sandbox credentials, when no rule and no header says otherwise. */
      otherwise: SandboxResult.default('deliver'),
      /** Milliseconds from capture to the first outcome, and between two. */
      delayMs: z.coerce.number().int().min(0).max(86_400_000).default(1_000),
      /** How often a simulated failure is deferred before it fails. */
      triesBeforeFailing: z.coerce.number().int().min(0).max(10).default(2),
    })
    .prefault({}),
})
export type Routing = z.infer<typeof Routing>

/** A mail as one asks about it: what would happen to it? */
export const RouteQuestion = z.object({
  credentialId: z.string().max(64).nullable().default(null),
  /** Taken from the credential when left out. */
  mode: Mode.optional(),
  sender: z.string().max(320).default(''),
  recipients: z.array(z.string().min(1).max(320)).min(1).max(100),
  headers: z
    .array(z.object({ name: z.string().max(100), value: z.string().max(10_000) }))
    .max(100)
    .default([]),
  tags: z.array(z.string().max(64)).max(50).default([]),
})
export type RouteQuestion = z.output<typeof RouteQuestion>

export const RouteAnswer = z.object({
  recipients: z.array(
    z.object({
      recipient: z.string(),
      /** `relay`, `hold`, `simulate`, `capture`, `reject`. */
      is: z.enum(['relay', 'hold', 'simulate', 'capture', 'reject']),
      /** The rule that took it, by id; null when none did. */
      routeId: z.string().nullable(),
      upstreamId: z.string().nullable(),
      /** Where it would go, when that is not the recipient. */
      rewrittenTo: z.string().nullable(),
      result: SandboxResult.nullable(),
      /** Why, as a sentence. */
      because: z.string(),
    }),
  ),
})
export type RouteAnswer = z.infer<typeof RouteAnswer>
