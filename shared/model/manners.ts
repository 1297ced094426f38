import { z } from 'zod'
import { plainText } from './text.ts'

/** Whose manners a listener has. `sandpost`: its own. */
export const ProfileName = z.enum(['sandpost', 'paubox', 'sendgrid', 'ahasend', 'elasticemail'])
export type ProfileName = z.infer<typeof ProfileName>

/** Their names for people. */
export const profileTitles: Readonly<Record<ProfileName, string>> = {
  sandpost: 'Sandpost',
  paubox: 'Paubox',
  sendgrid: 'SendGrid',
  ahasend: 'AhaSend',
  elasticemail: 'Elastic Email',
}

/** How sure a fact is: stated by the provider, seen in the field, or our own choice where nothing is said. */
export const Certainty = z.enum(['certain', 'observed', 'inferred'])
export type Certainty = z.infer<typeof Certainty>

/** One fact of a profile, to be read by people. */
export const ProfileFact = z.object({ what: z.string(), value: z.string(), certainty: Certainty, source: z.string() })
export type ProfileFact = z.infer<typeof ProfileFact>

export const Profile = z.object({
  name: ProfileName,
  title: z.string(),
  facts: z.array(ProfileFact),
  /** Ports the provider listens on, with their security. */
  ports: z.array(z.object({ port: z.number().int(), security: z.enum(['starttls', 'tls']) })),
})
export type Profile = z.infer<typeof Profile>

/** Where in the conversation a fault strikes. */
export const FaultStage = z.enum(['connect', 'ehlo', 'starttls', 'auth', 'mail', 'rcpt', 'data', 'message', 'quit'])
export type FaultStage = z.infer<typeof FaultStage>

export const FaultEffect = z.discriminatedUnion('is', [
  /** Another reply than the right one. 421 closes the connection. */
  z.object({
    is: z.literal('reply'),
    code: z.coerce.number().int().min(400).max(599),
    enhancedCode: z
      .string()
      .regex(/^[45]\.\d{1,3}\.\d{1,3}$/)
      .nullable()
      .default(null),
    text: plainText(400).min(1),
  }),
  /** The right reply, late. */
  z.object({ is: z.literal('delay'), milliseconds: z.coerce.number().int().min(1).max(600_000) }),
  /** The right reply, a byte at a time. */
  z.object({ is: z.literal('drip'), millisecondsPerByte: z.coerce.number().int().min(1).max(10_000) }),
  /** The connection ends without a word. */
  z.object({ is: z.literal('disconnect') }),
  /** `starttls` or `connect` on an implicit TLS port alone: the handshake fails. */
  z.object({ is: z.literal('tlsFailure') }),
  /** `rcpt` alone: the first try of sender, recipient and address is put off (RFC 6647). */
  z.object({ is: z.literal('greylist'), seconds: z.coerce.number().int().min(1).max(86_400) }),
  /** `message` or `mail`: after that many messages, 452 4.2.2 until the scenario is switched on anew. */
  z.object({ is: z.literal('quota'), messages: z.coerce.number().int().min(0).max(1_000_000) }),
])
export type FaultEffect = z.infer<typeof FaultEffect>

/** Effects that can strike at some stages only. */
const stagesOf: Readonly<Partial<Record<FaultEffect['is'], readonly FaultStage[]>>> = {
  tlsFailure: ['connect', 'starttls'],
  greylist: ['rcpt'],
  quota: ['mail', 'message'],
}
const withRecipients: readonly FaultStage[] = ['rcpt', 'data', 'message']

export const Fault = z
  .object({
    stage: FaultStage,
    /** Pattern of the recipient's address, `*` for any number of characters; for `rcpt`, `data` and `message`. Null: all. */
    recipient: plainText(320).min(1).nullable().default(null),
    /** How many of 100 it strikes, drawn anew each time. */
    percent: z.coerce.number().min(0).max(100).default(100),
    effect: FaultEffect,
  })
  // What can never strike would be taken for a fault that does not work.
  .refine(({ stage, effect }) => stagesOf[effect.is]?.includes(stage) ?? true, {
    message: 'This effect does not go with this stage',
    path: ['effect'],
  })
  .refine(({ stage, recipient }) => recipient === null || withRecipients.includes(stage), {
    message: 'A recipient is known at the stages rcpt, data and message only',
    path: ['recipient'],
  })
export type Fault = z.infer<typeof Fault>

/** Faults under a name, to be switched on. */
export const FaultScenario = z.object({
  id: z.string().max(64),
  name: plainText(100).min(1),
  /** Ports it concerns; empty: all listeners. */
  ports: z.array(z.coerce.number().int().min(1).max(65_535)).max(20).default([]),
  active: z.boolean().default(false),
  faults: z.array(Fault).max(50),
})
export type FaultScenario = z.infer<typeof FaultScenario>
