import { imageTypeOf } from '../html/partImages.ts'

/** What an attachment can be opened as here. Decided from its bytes; everything else can only be saved. */
export type Openable =
  | { readonly is: 'image'; readonly type: string }
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'pdf' }
  | { readonly is: 'nothing'; readonly why: string }

const longestText = 2_000_000

/** Looks at the bytes and says what may be shown. HTML is shown as its source, never run. */
export function openableAs(bytes: Uint8Array): Openable {
  const type = imageTypeOf(bytes)
  if (type) return { is: 'image', type }
  if (startsWithPdf(bytes)) return { is: 'pdf' }
  const text = readText(bytes)
  if (text === null)
    return { is: 'nothing', why: 'It is neither an image, text nor PDF. Save it to open it with another program.' }
  if (text.length > longestText)
    return { is: 'nothing', why: 'It is too long to be shown here. Save it to open it with another program.' }
  return { is: 'text', text }
}

function startsWithPdf(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(0, 5)) === '%PDF-'
}

function readText(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
