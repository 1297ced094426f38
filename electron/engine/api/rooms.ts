import type { MessageSummary } from '../../../shared/model/message.ts'
import type { Profile } from '../../../shared/model/manners.ts'
import type { Settings } from '../../../shared/model/settings.ts'
import type { SystemInfo } from '../../../shared/model/system.ts'
import type { Announcer } from '../announce.ts'
import type { Relay } from '../delivery/types.ts'
import type { Webhooks } from '../delivery/webhooks/open.ts'
import type { Diagnostics } from '../diagnostics/types.ts'
import type { FaultScenarios } from '../faults/store.ts'
import type { Inbox } from '../inbox/types.ts'
import type { Vault } from '../vault/types.ts'

/** What the contract's procedures need from the rooms; handed in by assembly. */
export interface Rooms {
  readonly inbox: Inbox
  readonly vault: Vault
  readonly relay: Relay
  readonly webhooks: Webhooks
  readonly diagnostics: Diagnostics
  readonly announcer: Announcer
  readonly importMessage: (bytes: Buffer, receivedAt: Date) => Promise<MessageSummary>
  readonly info: () => SystemInfo
  /** PEM of the local CA; null when no listener was opened. */
  readonly caCertificate: () => string | null
  /** Sends the sample through our own SMTP port; resolves with the server's last reply. */
  readonly sendSample: () => Promise<string>
  readonly settings: () => Settings
  readonly profiles: () => Profile[]
  readonly faultScenarios: FaultScenarios
  readonly putSettings: (settings: Settings) => Promise<Settings>
}
