import { z } from 'zod'
import { UpstreamSecurity } from '../upstream.ts'
import { Observations, Stage } from './observation.ts'
import { DiagnosisQuestion } from './question.ts'

/** Whose it is to change something. */
export const Owner = z.enum(['you', 'network', 'server', 'account'])
export type Owner = z.infer<typeof Owner>

/** Pages of docs/why that findings lead to. */
export const HelpPage = z.enum([
  'greeting-never-received',
  'wrong-version-number',
  'self-signed-certificate',
  'certificate-name',
  'incomplete-chain',
  'login-refused',
  'which-port',
  'blocked-by-my-host',
  'name-does-not-resolve',
  'connection-refused',
  'old-tls',
  'starttls-missing',
  'sender-refused',
  'too-many-connections',
  'ipv6',
  'reach-sandpost-from-a-container',
])
export type HelpPage = z.infer<typeof HelpPage>

/**
 * One conclusion. `problem`: keeps mail from leaving. `warning`: works, but will not for everybody, or not for long, or not
 * safely. `info`: worth knowing. `good`: what is as it should be and somebody may doubt.
 */
export const Finding = z.object({
  /** What it is, as a word for programs: `implicitTlsExpected`, `certificateExpired`. */
  id: z.string(),
  severity: z.enum(['problem', 'warning', 'info', 'good']),
  stage: Stage.or(z.literal('input')),
  /** The endpoints it is about, by id; empty: all of it. */
  endpoints: z.array(z.string()),
  who: Owner.nullable(),
  /** One sentence. */
  title: z.string(),
  seen: z.string(),
  expected: z.string(),
  why: z.string(),
  /** What to do, and how; empty when nothing is to do. */
  todo: z.string(),
  /** As it came over the wire or from the library, for experts; lines. */
  evidence: z.string(),
  page: HelpPage.nullable(),
})
export type Finding = z.infer<typeof Finding>

/** Settings that did work from here, one way to connect. */
export const WorkingSettings = z.object({
  endpoint: z.string(),
  host: z.string(),
  port: z.number().int(),
  /** `none`: in clear. */
  security: UpstreamSecurity.extract(['tls', 'starttls', 'none']),
  /** Where it must be named apart from the host. */
  serverName: z.string().nullable(),
  /** `notOffered`: the server takes no login there. */
  login: z.enum(['accepted', 'refused', 'notTested', 'notOffered']),
  mechanisms: z.array(z.string()),
  username: z.string().nullable(),
  /** The one to use. */
  recommended: z.boolean(),
  /** What is to be known of it: "the certificate has to be trusted first". Null without. */
  caution: z.string().nullable(),
})
export type WorkingSettings = z.infer<typeof WorkingSettings>

/** Whether a program could connect and trust, worked out from what the server offers. */
export const ClientAnswer = z.object({
  client: z.string(),
  answer: z.enum(['yes', 'no', 'unknown']),
  why: z.string(),
})
export type ClientAnswer = z.infer<typeof ClientAnswer>

/** One field of the matrix: an endpoint at a stage. */
export const Cell = z.object({
  endpoint: z.string(),
  stage: Stage,
  tone: z.enum(['good', 'warning', 'problem', 'unknown', 'running', 'waiting']),
  /** Two or three words: "closed", "TLS 1.3", "not run". */
  words: z.string(),
  milliseconds: z.number().nullable(),
})
export type Cell = z.infer<typeof Cell>

export const Verdict = z.object({
  is: z.enum(['works', 'worksBut', 'doesNotWork', 'couldNotCheck']),
  /** Whose it is to act; null when nobody has to, or it cannot be told. */
  who: Owner.nullable(),
  /** The answer, one sentence. */
  sentence: z.string(),
  /** What to do first; empty when nothing is. */
  todo: z.string(),
})
export type Verdict = z.infer<typeof Verdict>

/** The same question to another tool, ready to be pasted. */
export const Command = z.object({
  tool: z.enum(['openssl', 'swaks', 'curl']),
  endpoint: z.string(),
  command: z.string(),
})
export type Command = z.infer<typeof Command>

/** What was concluded from observations, and from nothing else. */
export const Judgement = z.object({
  verdict: Verdict,
  /** Gravest first. */
  findings: z.array(Finding),
  settings: z.array(WorkingSettings),
  clients: z.array(z.object({ endpoint: z.string(), answers: z.array(ClientAnswer) })),
  cells: z.array(Cell),
  commands: z.array(Command),
})
export type Judgement = z.infer<typeof Judgement>

/** A diagnosis as it is kept and shown. While it runs it is the same, not yet complete. */
export const Report = z.object({
  /** What this is, for programs that read it: grows when the shape changes. */
  schema: z.literal('sandpost-diagnosis-1'),
  /** Null: it is not kept. */
  id: z.number().int().nullable(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  /** Why it failed, or was stopped. */
  ended: z.string().nullable(),
  startedAt: z.iso.datetime(),
  milliseconds: z.number(),
  /** Version of Sandpost. */
  version: z.string(),
  question: DiagnosisQuestion,
  observations: Observations,
  judgement: Judgement,
})
export type Report = z.infer<typeof Report>

/** A row of the history. */
export const ReportSummary = z.object({
  id: z.number().int(),
  state: Report.shape.state,
  startedAt: z.iso.datetime(),
  milliseconds: z.number(),
  host: z.string(),
  ports: z.array(z.number().int()),
  depth: DiagnosisQuestion.shape.depth,
  self: z.boolean(),
  verdict: Verdict,
  watchId: z.string().nullable(),
})
export type ReportSummary = z.infer<typeof ReportSummary>

/** What is other in the later of two reports, a sentence each. */
export const Difference = z.object({
  is: z.enum(['better', 'worse', 'other']),
  stage: Stage.or(z.literal('input')).or(z.literal('verdict')),
  text: z.string(),
  before: z.string(),
  after: z.string(),
})
export type Difference = z.infer<typeof Difference>

export const Comparison = z.object({
  earlier: ReportSummary,
  later: ReportSummary,
  differences: z.array(Difference),
})
export type Comparison = z.infer<typeof Comparison>

/** The same question again and again; a change is announced. */
export const Watch = z.object({
  id: z.string(),
  /** Without secrets: a login is tried only with those of an upstream. */
  question: DiagnosisQuestion,
  everyMinutes: z.number().int(),
  paused: z.boolean(),
  createdAt: z.iso.datetime(),
  lastAt: z.iso.datetime().nullable(),
  nextAt: z.iso.datetime().nullable(),
  lastReportId: z.number().int().nullable(),
  lastVerdict: Verdict.nullable(),
  changedAt: z.iso.datetime().nullable(),
  /** Why the last one could not even begin (its upstream is gone, the vault is locked); null when it could. */
  problem: z.string().nullable(),
})
export type Watch = z.infer<typeof Watch>
