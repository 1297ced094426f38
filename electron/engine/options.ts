import type { MessagePort } from 'node:worker_threads'
import type { ProfileName } from '../../shared/model/manners.ts'
import type { Listener } from '../../shared/model/system.ts'

/**
 * How a host opens the vault. `keychain`: 32 bytes in base64 that the desktop keeps in the system's keychain; null when
 * there is none. `problem`: why the keychain does not give the key that it gave before; `key` is then a new one. `keyFile`: its path; made on first use (mode 0600).
 */
export type VaultOpening =
  | { readonly by: 'keychain'; readonly key: string | null; readonly problem: string | null; readonly isWeak: boolean }
  | { readonly by: 'keyFile'; readonly path: string }
  | { readonly by: 'passphrase'; readonly passphrase: string }
  /** For work that needs no secrets (import, export): neither made nor opened. */
  | { readonly by: 'none' }

/** What a host gives the engine. Plain data: it crosses a thread boundary. */
export interface EngineOptions {
  readonly dataDir: string
  readonly version: string
  /** Open SMTP listeners and the HTTP door; false for command-line work on a data folder (import, export). */
  readonly listen: boolean
  /** Folder with the built UI, served by the HTTP door; null serves REST alone. */
  readonly rendererDir: string | null
  /** Settings given on the command line: they win over the stored ones and are not stored. */
  readonly overrides: {
    readonly smtpHost?: string
    readonly smtpPort?: number
    readonly tlsPort?: number
    readonly httpHost?: string
    readonly httpPort?: number
    /** Names the HTTP door may be called by. */
    readonly httpNames?: string[]
    readonly login?: 'lenient' | 'strict' | 'required'
    /** Whose manners the two listeners have. */
    readonly profile?: ProfileName
  }
  /** How this host opens the vault. */
  readonly vault: VaultOpening
  /** SANDPOST_API_KEY: a bearer key with every permission, for this process only, never stored. */
  readonly apiKey: string | null
}

/** Sent by the engine once listeners and doors are open (or have failed, each with its reason). */
export interface EngineReady {
  readonly listeners: readonly Listener[]
  /** Base URL of the HTTP door, e.g. `http://127.0.0.1:8025`; null when it is not open. */
  readonly http: string | null
  /** Why the HTTP door is not open, as a sentence; null when it is, or was not asked for. */
  readonly httpProblem: string | null
  /** Link that signs a browser in. A secret: for the terminal of the person who started the host. */
  readonly signInUrl: string | null
  /** Why the vault is locked, as sentences; null when it is open. */
  readonly vaultProblem: string | null
  /** Only when the vault was made just now: opens it when everything else is lost. A secret, shown once. */
  readonly recoveryCode: string | null
  /** Nothing leaves this machine. */
  readonly sandboxLocked: boolean
  readonly dataDir: string
}

/** Host -> engine. */
export type ToEngine = { readonly do: 'connect'; readonly port: MessagePort } | { readonly do: 'stop' }
/** Engine -> host. `failed` is the end: the engine could not start or cannot go on. */
export type FromEngine =
  | { readonly is: 'ready'; readonly ready: EngineReady }
  | { readonly is: 'failed'; readonly message: string }
  | { readonly is: 'stopped' }
