// Loaded when the first snippet is seen, with the languages of the snippets only.
import hljs from 'highlight.js/lib/core'
import bash from 'highlight.js/lib/languages/bash'
import csharp from 'highlight.js/lib/languages/csharp'
import go from 'highlight.js/lib/languages/go'
import ini from 'highlight.js/lib/languages/ini'
import java from 'highlight.js/lib/languages/java'
import javascript from 'highlight.js/lib/languages/javascript'
import php from 'highlight.js/lib/languages/php'
import python from 'highlight.js/lib/languages/python'
import ruby from 'highlight.js/lib/languages/ruby'
import type { SnippetLanguage } from './snippets/snippet.ts'

const languages = { bash, csharp, go, ini, java, javascript, php, python, ruby } satisfies Record<
  SnippetLanguage,
  unknown
>
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language)

/** Our own code as HTML with classes; everything in it is escaped. */
export function highlight(code: string, language: SnippetLanguage): string {
  return hljs.highlight(code, { language }).value
}
