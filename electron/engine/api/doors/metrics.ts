import type { Announcer } from '../../announce.ts'
import type { Inbox } from '../../inbox/types.ts'
import type { SystemInfo } from '../../../../shared/model/system.ts'

interface Sources {
  readonly inbox: Pick<Inbox, 'counts'>
  readonly announcer: Announcer
  readonly waiting: () => { readonly queued: number; readonly deferred: number; readonly held: number }
  readonly activeSessions: () => number
  readonly info: () => SystemInfo
}

/** Counts what is announced, and writes it in Prometheus' text format. */
export function createMetrics({ inbox, announcer, waiting, activeSessions, info }: Sources): {
  readonly text: () => string
  readonly end: () => void
} {
  let captured = 0
  let commits = 0
  let sessions = 0
  let refusals = 0
  const end = announcer.subscribe((change) => {
    if (change.type === 'messagesCaptured') {
      commits += 1
      captured += change.messages.length
    } else if (change.type === 'sessionEnded') {
      sessions += 1
      refusals += change.session.refusals
    }
  })
  const text = () => {
    const { total, unread } = inbox.counts()
    const { listeners, notices } = info()
    const { queued, deferred, held } = waiting()
    const memory = process.memoryUsage()
    const cpu = process.cpuUsage()
    return [
      metric('sandpost_messages', 'gauge', 'Messages stored.', total),
      metric('sandpost_messages_unread', 'gauge', 'Unread messages stored.', unread),
      metric('sandpost_messages_captured_total', 'counter', 'Messages captured since start.', captured),
      metric('sandpost_commits_total', 'counter', 'Group commits of captured messages since start.', commits),
      metric('sandpost_sessions_active', 'gauge', 'SMTP sessions open now.', activeSessions()),
      metric('sandpost_sessions_total', 'counter', 'SMTP sessions ended since start.', sessions),
      metric('sandpost_refusals_total', 'counter', 'Replies of class 4xx and 5xx since start.', refusals),
      metric('sandpost_listeners', 'gauge', 'SMTP listeners wanted.', listeners.length),
      metric('sandpost_listeners_up', 'gauge', 'SMTP listeners open.', listeners.filter(isUp).length),
      metric('sandpost_deliveries_queued', 'gauge', 'Deliveries not tried yet.', queued),
      metric('sandpost_deliveries_deferred', 'gauge', 'Deliveries to be tried again.', deferred),
      metric('sandpost_deliveries_held', 'gauge', 'Deliveries that wait for somebody.', held),
      metric('sandpost_notices', 'gauge', 'Things the owner should look at.', notices.length),
      metric('sandpost_subscribers', 'gauge', 'Listeners to live changes, this page included.', announcer.listeners),
      metric('process_resident_memory_bytes', 'gauge', 'Resident memory.', memory.rss),
      metric('nodejs_heap_used_bytes', 'gauge', 'Heap in use on the engine thread.', memory.heapUsed),
      metric('process_cpu_seconds_total', 'counter', 'CPU time of the process.', (cpu.user + cpu.system) / 1e6),
      metric('process_start_time_seconds', 'gauge', 'Start time.', Date.now() / 1_000 - process.uptime()),
    ].join('')
  }
  return { text, end }
}

function isUp(listener: SystemInfo['listeners'][number]): boolean {
  return listener.state.is === 'listening'
}

function metric(name: string, type: 'gauge' | 'counter', help: string, value: number): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name} ${value}\n`
}
