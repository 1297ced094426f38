import { Notification } from 'electron'
import type { MessageSummary } from '../../shared/model/message.ts'
import type { EngineClient } from './engineClient.ts'

interface NotifierNeeds {
  readonly connect: () => Promise<EngineClient>
  /** Whether a notification is wanted now: not while the inbox is before one's eyes. */
  readonly wanted: () => boolean
  /** Clicked: the route of what to show. */
  readonly open: (route: string) => void
}

export interface MailNotifier {
  turn(on: boolean): void
}

/** Tells of new mail, and of watched servers that changed, while turned on. Turned off, it does not even listen: a busy engine has nobody more to tell. */
export function createMailNotifier(needs: NotifierNeeds): MailNotifier {
  let listening: AbortController | null = null
  return {
    turn(on) {
      if (on === (listening !== null)) return
      listening?.abort()
      listening = on ? new AbortController() : null
      // Ends with the engine, whose own end is reported elsewhere, or by being turned off.
      if (listening) void tell(needs, listening.signal).catch(() => {})
    },
  }
}

async function tell({ connect, wanted, open }: NotifierNeeds, signal: AbortSignal): Promise<void> {
  let shown: Notification | null = null
  const engine = await connect()
  for await (const change of await engine.events.stream(undefined, { signal })) {
    if (!Notification.isSupported()) continue
    if (change.type === 'watchChanged') {
      const { reportId, host, sentence } = change
      show({ title: host, body: sentence }, reportId === null ? 'diagnostics' : `diagnostics/${reportId}`)
      continue
    }
    if (change.type !== 'messagesCaptured' || !wanted()) continue
    const [first] = change.messages
    if (!first || first.flags.includes('imported')) continue
    const only = change.messages.length === 1
    const text = only ? textFor(first) : { title: `${change.messages.length} new messages` }
    show(text, only ? `inbox/${first.id}` : 'inbox')
  }

  /** A burst replaces what was shown before instead of piling up. */
  function show(text: { title: string; body?: string }, route: string): void {
    shown?.close()
    shown = new Notification(text)
    shown.on('click', () => open(route))
    shown.show()
  }
}

function textFor(message: MessageSummary): { title: string; body: string } {
  const sender = message.from?.name || message.from?.address || 'Unknown sender'
  return { title: sender, body: message.subject || '(no subject)' }
}
