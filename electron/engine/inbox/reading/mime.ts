import PostalMime from 'postal-mime'
import { messageName, safeType } from '../files.ts'

/** A leaf of the MIME tree, decoded. */
export interface Leaf {
  /** Its place in the tree: `1`, `1.2`. Stable for a message. */
  readonly id: string
  readonly contentType: string
  readonly filename: string | null
  readonly disposition: 'inline' | 'attachment' | null
  readonly contentId: string | null
  readonly content: Uint8Array
  /** Decoded with the part's charset; for text types. */
  text(): string
  /** Whether it stands for the same as its neighbours, in another form. */
  readonly alternative: boolean
}

export interface MimeTree {
  readonly leaves: Leaf[]
  /** Why the tree is not whole; null when it is. */
  readonly broken: string | null
}

/** Deeper trees are cut: no mail program makes them. */
export const deepestNesting = 100

/**
 * The library's own tree. It is not in its published types (the flat result has neither the places of the parts nor
 * what was read before a limit was hit), but its fields are what the library itself works with in this pinned version.
 */
interface Node {
  readonly childNodes: readonly Node[]
  readonly contentType: { readonly parsed: Structured; readonly multipart: string | false }
  readonly contentDisposition: { readonly parsed: Structured }
  readonly contentId?: string | undefined
  readonly content: ArrayBuffer | null
  getTextContent(): string
}
interface Structured {
  readonly value: string
  readonly params: Readonly<Record<string, string>>
}

/** Takes a message apart. Never rejects: what was read until a limit was hit is given back with the reason. */
export async function readMime(bytes: Uint8Array): Promise<MimeTree> {
  const parser = new PostalMime({ forceRfc822Attachments: true, maxNestingDepth: deepestNesting })
  let broken: string | null = null
  try {
    await parser.parse(bytes)
  } catch (error) {
    broken = error instanceof Error ? error.message : String(error)
  }
  const root = (parser as unknown as { root: Node }).root
  const leaves: Leaf[] = []
  collect(root, '', false, leaves)
  return { leaves, broken }
}

/** Depth is bounded by the parser's own limit. */
function collect(node: Node, place: string, alternative: boolean, leaves: Leaf[]): void {
  if (node.contentType.multipart !== false && node.childNodes.length > 0) {
    node.childNodes.forEach((child, index) => {
      const inside = alternative || node.contentType.multipart === 'alternative'
      collect(child, place === '' ? String(index + 1) : `${place}.${index + 1}`, inside, leaves)
    })
    return
  }
  if (!node.content) return
  const disposition = node.contentDisposition.parsed.value
  leaves.push({
    id: place === '' ? '1' : place,
    contentType: safeType(node.contentType.parsed.value),
    filename: messageName(node.contentDisposition.parsed.params['filename'] ?? node.contentType.parsed.params['name']),
    disposition: disposition === 'inline' || disposition === 'attachment' ? disposition : null,
    contentId: node.contentId?.trim().replace(/^<(.*)>$/, '$1') ?? null,
    content: new Uint8Array(node.content),
    text: () => node.getTextContent(),
    alternative,
  })
}
