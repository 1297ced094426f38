/** Where an app must send to. */
export interface ServerAddress {
  readonly host: string
  readonly port: number
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
