import type { Finding, Report, WorkingSettings } from '../../../../shared/model/diagnosis/report.ts'
import type { Block, Content } from './content.ts'
import { pageRows } from './pages.ts'
import {
  endpointName,
  ownerWords,
  securityWords,
  sentenceOf,
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
  const sentence = sentenceOf(verdict, subject(report))
  const incomplete = report.state === 'done' ? '' : incompleteWords(report, sentence)
  return {
    title: `Can mail leave through ${subject(report)}?`,
    blocks: [
      { is: 'text', text: verdictWords[verdict.is], tone: verdictTones[verdict.is] },
      { is: 'text', text: sentence },
      ...(verdict.todo === '' ? [] : [{ is: 'text', text: `To do: ${verdict.todo}` } as const]),
      ...(verdict.who === null ? [] : [{ is: 'text', text: `${ownerWords[verdict.who]}.` } as const]),
      ...(incomplete === '' ? [] : [{ is: 'text', text: incomplete, tone: 'warning' } as const]),
    ],
  }
}

/** Empty when the sentence of the verdict says it already. */
function incompleteWords({ state, ended }: Report, sentence: string): string {
  if (state === 'cancelled' && /^it was stopped/i.test(sentence)) return ''
  const how = {
    running: 'It is still running',
    cancelled: 'It was stopped before its end',
    failed: 'It did not come to its end',
    done: '',
  }[state]
  return ended === null || ended === '' || ended === 'The diagnosis was stopped.' ? `${how}.` : `${how}: ${ended}`
}

export function settings({ judgement }: Report): Block[] {
  return settingGroups(judgement).flatMap(({ title, ways }): Block[] => [
    { is: 'heading', text: ways.length === 1 ? title : `${title}: ${ways.length} ways` },
    ...ways.map((one) => ({ is: 'facts', rows: settingRows(one, judgement.settings.length > 1) }) as const),
  ])
}

/** What works apart from what connects and has something else in its way; each with the one to use first. */
export function settingGroups({ verdict, settings: all }: Report['judgement']) {
  const ordered = all.toSorted((one, other) => Number(other.recommended) - Number(one.recommended))
  const works = (one: WorkingSettings) =>
    verdict.is !== 'doesNotWork' && one.login !== 'refused' && (one.caution === null || one.caution === '')
  return [
    { title: 'Settings that work', ways: ordered.filter(works) },
    { title: 'Settings to use once that is put right', ways: ordered.filter((one) => !works(one)) },
  ].filter(({ ways }) => ways.length > 0)
}

export function settingRows(one: WorkingSettings, several: boolean): [string, string][] {
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

export const noteWords = { problem: 'Problem', warning: 'Warning', cleaned: 'Put right' } as const

export function findings(report: Report): Block[] {
  const { judgement } = report
  const notes = notesOf(report)
  if (judgement.findings.length === 0 && notes.length === 0) return []
  return [
    { is: 'heading', text: 'What was found' },
    ...judgement.findings.map(finding),
    ...notes.map(({ severity, text }): Block => ({
      is: 'finding',
      tag: noteWords[severity],
      tone: severity === 'problem' ? 'problem' : 'warning',
      title: text,
      rows: [],
      evidence: [],
    })),
  ]
}

/** Notes of the input that no finding says already: the same sentence again for another field is no news. */
export function notesOf({ judgement, observations }: Report): Report['observations']['notes'] {
  const said = new Set(judgement.findings.flatMap(({ title, seen }) => [title, seen]))
  return observations.notes.filter(({ text }) => !said.has(text))
}

function finding({ severity, title, seen, expected, why, todo, who, evidence, endpoints, page }: Finding): Block {
  const rows: [string, string][] = [
    ['Seen', seen],
    ['Expected', expected],
    ['Why', why],
    ['To do', todo],
    ['Who', who === null ? '' : ownerWords[who]],
    ['Where', endpoints.map(endpointOf).join(', ')],
    ...pageRows(page),
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
