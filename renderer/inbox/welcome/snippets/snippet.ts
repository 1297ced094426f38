/** Where an app must send to. */
export interface ServerAddress {
  readonly host: string
  readonly port: number
  /**
   * How the connection is protected: `tls` from the first byte, `starttls` or nothing is sent, `none` in clear. Left out:
   * a listener of ours, whose certificate only this machine knows: in clear, and STARTTLS is not taken.
   */
  readonly security?: 'tls' | 'starttls' | 'none' | undefined
  /** Name the certificate is for, where it is not the host. */
  readonly serverName?: string | undefined
  /** What to log in with; without it nothing is needed. */
  readonly login?: { readonly username: string; readonly password: string } | undefined
}

export type SnippetLanguage = 'bash' | 'csharp' | 'go' | 'ini' | 'java' | 'javascript' | 'php' | 'python' | 'ruby'

/** Code that sends a message, complete as it stands: pasted and run, it works. */
export interface Snippet {
  readonly id: string
  readonly name: string
  /** More words to find it by. */
  readonly keywords: string
  readonly language: SnippetLanguage
  /** Where it belongs, or how to run it. */
  readonly use: string
  readonly code: (server: ServerAddress) => string
}
