import { describe, expect, it, vi } from 'vitest'
import { createProgress, progressLine } from '../../electron/cli/diagnose/progress.ts'
import { exitCodeOf, sideBySide } from '../../electron/cli/diagnose/output.ts'
import type { Stage } from '../../shared/model/diagnosis/observation.ts'
import type { Report, Verdict } from '../../shared/model/diagnosis/report.ts'
import { endpoint, sampleReport } from '../diagnostics/sampleReport.ts'

function underway(host: string, ...stages: Stage[]): Report {
  const report = sampleReport({ state: 'running', milliseconds: 1_234 })
  const endpoints = stages.map((stage, index) =>
    endpoint({
      port: [587, 465][index] ?? 25,
      stages: [{ stage, state: 'running', milliseconds: null, because: null }],
    }),
  )
  return { ...report, observations: { ...report.observations, host, endpoints } }
}

/** A terminal that shows what was written, as far as we use its escapes. */
function terminal(columns = 80) {
  let lines: string[] = ['']
  const written: string[] = []
  return {
    isTTY: true,
    columns,
    write(text: string) {
      written.push(text)
      // oxlint-disable-next-line no-control-regex -- it is a terminal
      const [, up] = /^\u001b\[(\d+)A\u001b\[J/.exec(text) ?? []
      if (up) lines = [...lines.slice(0, lines.length - 1 - Number(up)), '']
      // oxlint-disable-next-line no-control-regex -- it is a terminal
      for (const part of text.replace(/^\u001b\[\d+A\u001b\[J/, '').split(/(?<=\n)/)) {
        lines[lines.length - 1] += part.replace('\n', '')
        if (part.endsWith('\n')) lines.push('')
      }
      return true
    },
    shown: () => lines.filter(Boolean),
    written,
  }
}

describe('progress', () => {
  it('says what is waited for and for how long, also while nothing happens', () => {
    vi.useFakeTimers()
    try {
      const screen = terminal()
      const progress = createProgress(screen, {}, () => Date.now())
      progress.show(0, underway('a.test', 'greeting'))
      vi.advanceTimersByTime(8_000)
      expect(screen.shown()).toEqual(['a.test  9.2 s  587 waits for the greeting (8 s)'])
      progress.show(0, underway('a.test', 'greeting', 'reach'))
      expect(screen.shown()).toEqual(['a.test  1.2 s  587 waits for the greeting (8 s), 465 Reach'])
      progress.end()
      const { length } = screen.written
      vi.advanceTimersByTime(8_000)
      expect(screen.written).toHaveLength(length)
    } finally {
      vi.useRealTimers()
    }
  })

  it('says what each port is at', () => {
    expect(progressLine(underway('mail.test', 'startTls', 'greeting'))).toBe(
      'mail.test  1.2 s  587 STARTTLS, 465 Greeting',
    )
    expect(progressLine(underway('mail.test'))).toBe('mail.test  1.2 s  Name')
  })

  it('is one line for each server, written over itself, and gone at the end', () => {
    const screen = terminal()
    const progress = createProgress(screen, {}, () => 0)
    progress.show(1, underway('b.test', 'reach'))
    progress.show(0, underway('a.test', 'reach'))
    progress.show(0, underway('a.test', 'greeting'))
    expect(screen.shown()).toEqual(['a.test  1.2 s  587 Greeting', 'b.test  1.2 s  587 Reach'])
    progress.end()
    expect(screen.shown()).toEqual([])
  })

  it('never wraps, and a hostile name steers nothing', () => {
    const screen = terminal(30)
    const progress = createProgress(screen, {})
    progress.show(0, underway(`\u001b[2J${'x'.repeat(100)}`, 'reach'))
    expect(screen.shown()).toEqual([`\\x1b[2J${'x'.repeat(22)}`])
    progress.end()
  })

  it.each([
    ['in CI', true, { CI: 'true' }],
    ['on a dumb terminal', true, { TERM: 'dumb' }],
    ['in a pipe', false, {}],
  ])('is silent %s', (_, isTTY, env) => {
    const screen = { ...terminal(), isTTY }
    const progress = createProgress(screen, env)
    progress.show(0, underway('a.test', 'reach'))
    progress.end()
    expect(screen.written).toEqual([])
  })
})

describe('several reports', () => {
  const judged = (is: Verdict['is'], state: Report['state'] = 'done'): Report => {
    const { judgement } = sampleReport()
    return sampleReport({ state, judgement: { ...judgement, verdict: { ...judgement.verdict, is } } })
  }

  it.each([
    [['works', 'works'], 0],
    [['works', 'worksBut'], 1],
    [['worksBut', 'couldNotCheck'], 3],
    [['couldNotCheck', 'doesNotWork', 'works'], 2],
  ] as const)('%j end as %i', (verdicts, code) => {
    expect(exitCodeOf(verdicts.map((is) => judged(is)))).toBe(code)
  })

  it('one that was stopped has checked nothing to its end', () => {
    expect(exitCodeOf([judged('works', 'cancelled')])).toBe(3)
  })

  it('stand side by side with what works there', () => {
    const table = sideBySide([sampleReport(), judged('works')], { colour: false, width: 120 })
    expect(table).toMatch(
      /^HOST +ANSWER +PORT +SECURITY +TLS +CERTIFICATE UNTIL +TOOK\nsmtp\.acme-widgets\.example +Works, but … +587 +STARTTLS +TLSv1\.3 +2026-12-30 +10\.4 s\n/,
    )
  })
})
