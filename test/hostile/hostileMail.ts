/** Where the attacks try to reach. A test counts what arrives. */
export interface Canary {
  /** Pictures, fonts and media: may be fetched once the user asked. */
  readonly allowed: (path: string) => string
  /** Scripts, frames, forms, navigations, style sheets, prefetches: never. */
  readonly never: (path: string) => string
  /** A statement that shows if it ever runs: in the title, the console, a dialog and over the network. No double quotes or angle brackets. */
  readonly script: string
}

/** An attack with its name. */
export interface HostileMail {
  readonly name: string
  readonly bytes: (canary: Canary) => Buffer
}

/** The canary of a server at `base`, e.g. `http://127.0.0.1:41234`. */
export function canaryAt(base: string): Canary {
  const never = (path: string) => `${base}/never/${path}`
  return {
    allowed: (path) => `${base}/allowed/${path}`,
    never,
    script: `try{top.document.title='owned'}catch(e){};try{document.title='owned'}catch(e){};console.log('owned');fetch('${never('script')}');alert('owned')`,
  }
}

/** A message from lines, as they go over the wire. */
export function mail(name: string, header: readonly string[], body: readonly string[]): Buffer {
  const common = [
    `Subject: ${name}`,
    'From: Mallory <mallory@hostile.example>',
    'To: you@example.test',
    'Date: Sat, 21 Nov 2026 00:00:00 +0000',
    'MIME-Version: 1.0',
  ]
  return Buffer.from([...common, ...header, '', ...body, ''].join('\r\n'))
}

/** A message that is nothing but HTML. Encoded, so that no line is too long and no dot is stuffed. */
export function htmlMail(name: string, html: (canary: Canary) => string): HostileMail {
  return {
    name,
    bytes: (canary) =>
      mail(
        name,
        ['Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: base64'],
        base64Lines(html(canary)),
      ),
  }
}

/** Base64 in lines of 76 characters (RFC 2045 6.8). */
export function base64Lines(content: string | Buffer): string[] {
  return (
    Buffer.from(content)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  )
}
