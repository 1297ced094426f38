import type { Report } from '../../../../shared/model/diagnosis/report.ts'
import { contentOf, type Block, type TableCell } from './content.ts'

const style = `
:root { color-scheme: light dark; --text: #1d2330; --soft: #5a6375; --ground: #fff; --line: #d6dae2; --field: #f4f6f9;
  --good: #17693a; --warning: #8a5200; --problem: #b3201f; --info: #1f55a5; --quiet: #5a6375 }
@media (prefers-color-scheme: dark) { :root { --text: #e6e9ef; --soft: #a3acbd; --ground: #14171d; --line: #343b47;
  --field: #1c2129; --good: #6cc38c; --warning: #e5b05c; --problem: #ff8a85; --info: #8ab6f5; --quiet: #a3acbd } }
@media print { :root { color-scheme: light; --text: #000; --soft: #444; --ground: #fff; --line: #bbb; --field: #f6f6f6;
  --good: #17693a; --warning: #8a5200; --problem: #b3201f; --info: #1f55a5; --quiet: #444 }
  main { max-width: none; padding: 0 } pre { white-space: pre-wrap } h2, h3 { break-after: avoid } tr, article { break-inside: avoid } }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif }
main { max-width: 70rem; margin: 0 auto; padding: 2rem 1.25rem 4rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem } h3 { font-size: 1rem; margin: 0 0 .4rem }
h1, h3, p, td, dd { overflow-wrap: anywhere }
article { border: 1px solid var(--line); border-left: .3rem solid currentColor; padding: .8rem 1rem; margin: .8rem 0 }
article > * { color: var(--text) }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .15rem 1.2rem; margin: .4rem 0 1rem }
dt { color: var(--soft); max-width: 22rem; overflow-wrap: anywhere } dd { margin: 0 }
.table { overflow-x: auto; margin: .6rem 0 1rem } table { border-collapse: collapse; font-size: .92rem }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top; min-width: 3rem }
th { background: var(--field); font-weight: 600; white-space: nowrap }
pre { background: var(--field); border: 1px solid var(--line); padding: .7rem .9rem; overflow-x: auto; font: .86rem/1.45 ui-monospace, monospace }
.good { color: var(--good) } .warning { color: var(--warning) } .problem { color: var(--problem) }
.info { color: var(--info) } .quiet { color: var(--quiet) } p.good, p.warning, p.problem, p.info { font-weight: 600 }
`

/**
 * A report as one HTML file. It runs nothing and loads nothing, and its policy keeps it so even if what a server said were
 * to get past the escaping.
 */
export function toHtml(report: Report): string {
  const { title, blocks } = contentOf(report)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${blocks.map(html).join('\n')}
</main>
</body>
</html>
`
}

function html(block: Block): string {
  switch (block.is) {
    case 'heading':
      return `<h2>${escaped(block.text)}</h2>`
    case 'text':
      return block.tone ? `<p class="${block.tone}">${escaped(block.text)}</p>` : `<p>${escaped(block.text)}</p>`
    case 'facts':
      return facts(block.rows)
    case 'table':
      return `<div class="table" tabindex="0"><table><thead><tr>${block.head.map((text) => `<th scope="col">${escaped(text)}</th>`).join('')}</tr></thead>
<tbody>${block.rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n')}</tbody></table></div>`
    case 'finding':
      return `<article class="${block.tone}"><h3><span class="${block.tone}">${escaped(block.tag)}:</span> ${escaped(block.title)}</h3>${facts(block.rows)}${lines(block.evidence)}</article>`
    default:
      return `<h3>${escaped(block.title)}</h3>${lines(block.lines)}`
  }
}

function facts(rows: readonly (readonly [string, string])[]): string {
  if (rows.length === 0) return ''
  return `<dl>${rows.map(([label, value]) => `<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`
}

function cell({ text, tone }: TableCell): string {
  return tone ? `<td class="${tone}">${escaped(text)}</td>` : `<td>${escaped(text)}</td>`
}

function lines(texts: readonly string[]): string {
  return texts.length === 0 ? '' : `<pre tabindex="0">${escaped(texts.join('\n'))}</pre>`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
