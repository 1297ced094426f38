import { hostname } from 'node:os'
import type { MessagePort } from 'node:worker_threads'
import type { Listener, SystemInfo } from '../../shared/model/system.ts'
import { Announcer } from './announce.ts'
import { announceWatch, forgetWatch } from './announceWatch.ts'
import { createAuthentication } from './authenticate.ts'
import { lockDataFolder, openMailDatabase } from './database/open.ts'
import { openRelay } from './delivery/open.ts'
import { featuredPresets } from './delivery/presets.ts'
import { createWebhooks } from './delivery/webhooks/open.ts'
import { openDiagnostics } from './diagnostics/open.ts'
import { openFaultScenarios } from './faults/store.ts'
import { openInbox } from './inbox/open.ts'
import { createIntake } from './intake/intake.ts'
import { Listeners } from './listeners.ts'
import { Notices } from './notices.ts'
import type { EngineOptions, EngineReady } from './options.ts'
import { mannersOf, profiles } from './providers/index.ts'
import { providerFacts } from './providerFacts.ts'
import { tellAddress } from './runningAddress.ts'
import { openSettings } from './settings/store.ts'
import { loadOrMakeCertificate } from './smtp/certificates.ts'
import { createSmtpServer } from './smtp/server.ts'
import { decodeTranscript } from './smtp/transcript.ts'
import { Throttle } from './throttle.ts'
import { openVault } from './vault/open.ts'

/** The engine as its thread sees it. */
export interface Engine {
  readonly ready: EngineReady
  readonly connect: (port: MessagePort) => void
  stop(): Promise<void>
}

/** Builds every room by hand and gives each what it needs; listeners open first, what can wait is loaded after. */
export async function assemble(options: EngineOptions, readingWorker: URL): Promise<Engine> {
  const { dataDir } = options
  const lock = lockDataFolder(dataDir)
  const announcer = new Announcer()
  const notices = new Notices(announcer)
  const settings = openSettings(dataDir, options.overrides, notices)
  const db = openMailDatabase(dataDir)
  const vault = await openVault({
    dataDir,
    opening: options.vault,
    announcer,
    notices,
    limits: () => settings.current().vault,
  })
  const throttle = new Throttle()
  const authentication = createAuthentication({
    vault,
    throttle,
    loginMode: () => settings.current().smtp.login,
    newCredentialSeconds: () => settings.current().smtp.newCredentialSeconds,
  })
  const webhooks = createWebhooks({
    db,
    announcer,
    notices,
    secrets: vault.secrets,
    httpUrl: () => doors.httpUrl(),
    calling: options.listen,
  })
  const relay = openRelay({
    db,
    announcer,
    notices,
    secrets: vault.secrets,
    listeners: webhooks,
    message: (id) => inbox.stored(id),
    sandboxLocked: () => vault.sandboxLocked || !options.listen,
    modeOf: (credentialId) => vault.active(credentialId)?.mode ?? null,
    captureReport: async (bytes, to) => (await intake.captureReport(bytes, to)).id,
    messagesChanged: (ids) => inbox.announceUpdated(ids),
  })
  const intake = createIntake({ db, announcer, notices, checkHeaderFrom: authentication.checkHeaderFrom, relay })

  const certificate = options.listen ? await loadOrMakeCertificate(dataDir, certificateNames(settings.current())) : null
  if (certificate?.note)
    notices.raise({
      id: 'certificateMadeAgain',
      severity: 'warning',
      title: 'The local CA was made again',
      detail: certificate.note,
    })
  const smtp =
    certificate &&
    createSmtpServer({
      hostname: hostname(),
      backend: {
        ...authentication,
        accept: (received) => intake.accept(received),
        sessionEnded: (session, transcript) => intake.sessionEnded(session, transcript),
      },
      limits: () => settings.current().smtp.limits,
      loginMode: () => settings.current().smtp.login,
      loginWithoutTls: () => settings.current().smtp.loginWithoutTls,
      // Verifiable with a password that was kept readable.
      cramMd5: () => vault.canCramMd5(),
      certificate,
    })
  const faultScenarios = openFaultScenarios(db, announcer, (scenarios) => smtp?.followFaults(scenarios))
  const inbox = openInbox({
    db,
    dataDir,
    announcer,
    readingWorker,
    needed: (ids) => relay.needed(ids),
    gone: (ids) => {
      relay.forget(ids)
      webhooks.forgetMessages(ids)
    },
    retention: () => settings.current().retention,
    decodeTranscript,
    liveTranscript: (sessionId) => intake.unwrittenTranscript(sessionId) + (smtp?.liveTranscript(sessionId) ?? ''),
    liveSession: (sessionId) => smtp?.liveSession(sessionId) ?? null,
  })
  const listeners = smtp && new Listeners((wanted) => smtp.open(wanted), mannersOf, announcer)
  await listeners?.follow(settings.current().smtp)

  const { createDoors } = await import('./api/open.ts')
  const list = (): Listener[] => listeners?.list() ?? []
  const diagnostics = openDiagnostics({
    db,
    tools: {
      version: options.version,
      provider: (id, host) => providerFacts(profiles(), featuredPresets, id, host),
      upstream: async (id, withSecret) => {
        const { host, port, security, serverName, ca, login } = relay.upstreams.get(id)
        const username = login.is === 'none' ? null : login.username
        return {
          host,
          port,
          security,
          serverName,
          ca,
          username,
          password: withSecret ? relay.upstreams.password(id) : null,
        }
      },
      listeners: list,
      ca: () => certificate?.caPem ?? null,
    },
    changed: () => announcer.announce({ type: 'diagnosticsChanged' }),
    watchChanged: (watch, report) => announceWatch(notices, announcer, watch, report),
    watchRemoved: (id) => forgetWatch(notices, id),
    watching: options.listen,
  })
  const info = (): SystemInfo => ({
    version: options.version,
    dataDir,
    http: doors.httpUrl(),
    listeners: list(),
    notices: notices.list(),
    certificate: certificate?.facts ?? null,
    vault: vault.status(),
    sandboxLocked: vault.sandboxLocked,
  })
  const doors = createDoors({
    options,
    db,
    notices,
    throttle,
    activeSessions: () => smtp?.activeSessions ?? 0,
    rooms: {
      inbox,
      vault,
      relay,
      webhooks,
      diagnostics,
      announcer,
      info,
      importMessage: (bytes, receivedAt) => intake.importMessage(bytes, receivedAt),
      caCertificate: () => certificate?.caPem ?? null,
      sendSample: async () => (await import('./sendSample.ts')).sendSample(list(), authentication.loginOnce()),
      profiles,
      faultScenarios,
      settings: () => settings.current(),
      putSettings: oneAtATime(async (wanted) => {
        const current = await settings.put(wanted)
        await listeners?.follow(current.smtp)
        if (options.listen) await doors.followHttp(current.http)
        if (options.listen) tellAddress(dataDir, doors.httpUrl())
        return current
      }),
    },
  })
  if (options.listen) await doors.followHttp(settings.current().http)
  if (options.listen) tellAddress(dataDir, doors.httpUrl())
  announcer.subscribe(({ type }) => {
    if (type === 'sandboxLockChanged' || type === 'vaultChanged') relay.wake()
  })
  if (options.listen) relay.wake()

  return {
    ready: {
      listeners: list(),
      http: doors.httpUrl(),
      httpProblem: doors.httpProblem(),
      signInUrl: doors.signInUrl(),
      dataDir,
      vaultProblem: vault.status().problem,
      recoveryCode: vault.firstRecoveryCode,
      sandboxLocked: vault.sandboxLocked,
    },
    connect: doors.connect,
    async stop() {
      await diagnostics.close()
      await smtp?.close()
      await relay.close()
      await webhooks.close()
      await intake.close()
      if (options.listen) tellAddress(dataDir, null)
      await doors.close()
      await inbox.close()
      vault.close()
      db.close()
      lock.release()
    },
  }
}

/** Two savings at once would open the same ports twice. */
function oneAtATime<In, Out>(work: (input: In) => Promise<Out>): (input: In) => Promise<Out> {
  let last: Promise<unknown> = Promise.resolve()
  return (input) => {
    const mine = last.then(() => work(input))
    last = mine.catch(() => undefined)
    return mine
  }
}

/** Besides loopback and the machine's name, what clients may call the SMTP server: its own name or address. */
function certificateNames({ smtp: { host } }: { smtp: { host: string } }): string[] {
  return host === '0.0.0.0' || host === '::' ? [] : [host]
}
