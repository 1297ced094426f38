import type { Finding, Report, WorkingSettings } from '../../../../shared/model/diagnosis/report.ts'
import type { Block, Content } from './content.ts'
import {
  endpointName,
  ownerWords,
  securityWords,
  severityTones,
  severityWords,
  subject,
  verdictTones,
  verdictWords,
} from './words.ts'

const loginWords: Readonly<Record<WorkingSettings['login'], string>> = {
  accepted: 'accepted',
  refused: 'refused',
  notTested: 'not tried',
  notOffered: 'not offered there',
}

/** The one sentence everything else is there for. */
export function answer(report: Report): Content {
  const { verdict } = report.judgement
  return {
    title: `Can mail leave through ${subject(report)}?`,
    blocks: [
      { is: 'text', text: verdictWords[verdict.is], tone: verdictTones[verdict.is] },
      { is: 'text', text: verdict.sentence },
      ...(verdict.todo === '' ? [] : [{ is: 'text', text: `To do: ${verdict.todo}` } as const]),
      ...(verdict.who === null ? [] : [{ is: 'text', text: `${ownerWords[verdict.who]}.` } as const]),
      ...(report.state === 'done' ? [] : [{ is: 'text', text: incomplete(report), tone: 'warning' } as const]),
    ],
  }
}

function incomplete({ state, ended }: Report): string {
  const how = {
    running: 'It is still running',
    cancelled: 'It was stopped before its end',
    failed: 'It did not come to its end',
    done: '',
  }[state]
  return ended === null || ended === '' ? `${how}.` : `${how}: ${ended}`
}

export function settings({ judgement }: Report): Block[] {
  if (judgement.settings.length === 0) return []
  const best = [...judgement.settings].sort((one, other) => Number(other.recommended) - Number(one.recommended))
  return [
    { is: 'heading', text: best.length === 1 ? 'Settings that work' : `Settings that work: ${best.length} ways` },
    ...best.map((one) => ({ is: 'facts', rows: settingRows(one, best.length > 1) }) as const),
  ]
}

function settingRows(one: WorkingSettings, several: boolean): [string, string][] {
  const rows: [string, string | null][] = [
    ['Use this one', several && one.recommended ? 'yes' : null],
    ['Host', one.host],
    ['Port', String(one.port)],
    ['Security', securityWords[one.security]],
    ['Name in the certificate', one.serverName],
    ['Login', loginWords[one.login] + (one.mechanisms.length > 0 ? ` (${one.mechanisms.join(', ')})` : '')],
    ['User name', one.username],
    ['But', one.caution],
  ]
  return rows.flatMap(([label, value]) => (value === null || value === '' ? [] : [[label, value]]))
}

export function findings({ judgement, observations }: Report): Block[] {
  // The same sentence again for another field is no news: lint notes that became findings stand once.
  const said = new Set(judgement.findings.flatMap(({ title, seen }) => [title, seen]))
  const notes = observations.notes.filter(({ text }) => !said.has(text))
  if (judgement.findings.length === 0 && notes.length === 0) return []
  return [
    { is: 'heading', text: 'What was found' },
    ...judgement.findings.map(finding),
    ...notes.map(({ severity, text }): Block => ({
      is: 'finding',
      tag: { problem: 'Problem', warning: 'Warning', cleaned: 'Put right' }[severity],
      tone: severity === 'problem' ? 'problem' : 'warning',
      title: text,
      rows: [],
      evidence: [],
    })),
  ]
}

function finding({ severity, title, seen, expected, why, todo, who, evidence, endpoints, page }: Finding): Block {
  const rows: [string, string][] = [
    ['Seen', seen],
    ['Expected', expected],
    ['Why', why],
    ['To do', todo],
    ['Who', who === null ? '' : ownerWords[who]],
    ['Where', endpoints.map(endpointOf).join(', ')],
    ['More', page === null ? '' : `docs/why/${page}.md`],
  ]
  return {
    is: 'finding',
    tag: severityWords[severity],
    tone: severityTones[severity],
    title: title,
    rows: rows.filter(([, value]) => value !== ''),
    evidence: evidence === '' ? [] : evidence.trimEnd().split(/\r?\n/),
  }
}

/** From its id, `address|port`. */
function endpointOf(id: string): string {
  const [address = '', port = ''] = id.split('|')
  return endpointName({ address, port })
}
