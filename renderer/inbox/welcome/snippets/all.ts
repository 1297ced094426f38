import { csharp } from './csharp.ts'
import { django } from './django.ts'
import { environment, laravel, symfony } from './environment.ts'
import { go } from './go.ts'
import { java } from './java.ts'
import { node } from './node.ts'
import { php } from './php.ts'
import { python } from './python.ts'
import { rails } from './rails.ts'
import { ruby } from './ruby.ts'
import { curl, postfix, swaks } from './shell.ts'
import type { Snippet } from './snippet.ts'
import { wordpress } from './wordpress.ts'

/** Every way to send the first message, in the order they are offered. */
export const snippets: readonly Snippet[] = [
  node,
  python,
  php,
  ruby,
  go,
  java,
  csharp,
  curl,
  swaks,
  django,
  laravel,
  symfony,
  rails,
  wordpress,
  postfix,
  environment,
]

/** The snippets that every word of a search is found in. */
export function findSnippets(query: string): Snippet[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return snippets.filter(({ name, keywords, language }) =>
    words.every((word) => `${name} ${keywords} ${language}`.toLowerCase().includes(word)),
  )
}
