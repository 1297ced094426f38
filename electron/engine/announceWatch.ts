import type { Report, Watch } from '../../shared/model/diagnosis/report.ts'
import type { Announcer } from './announce.ts'
import type { Notices } from './notices.ts'

/** A watched server answers otherwise than before: a notice stands for as long as it does not simply work. */
export function announceWatch(notices: Notices, announcer: Announcer, { id }: Watch, report: Report): void {
  const { host } = report.observations
  const { is, sentence, todo } = report.judgement.verdict
  if (is === 'works') notices.clear(noticeId(id))
  else {
    const severity = is === 'doesNotWork' ? 'error' : 'warning'
    notices.raise({ id: noticeId(id), severity, title: `Watched: ${host}`, detail: `${sentence} ${todo}`.trim() })
  }
  announcer.announce({ type: 'watchChanged', reportId: report.id, host, sentence })
}

/** Nobody watches it any more. */
export function forgetWatch(notices: Notices, watchId: string): void {
  notices.clear(noticeId(watchId))
}

function noticeId(watchId: string): string {
  return `watch:${watchId}`
}
