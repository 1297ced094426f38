import type { Report } from '../../../../shared/model/diagnosis/report.ts'
import { contentOf, type Block } from './content.ts'

/** A report as GitHub-flavoured Markdown. What servers said can neither become markup, nor a link, nor end a code block. */
export function toMarkdown(report: Report): string {
  const { title, blocks } = contentOf(report)
  const pieces = blocks.map((block, index) =>
    // Two lists would become one.
    block.is === 'facts' && blocks[index - 1]?.is === 'facts' ? `<!-- -->\n\n${markdown(block)}` : markdown(block),
  )
  return [`# ${escaped(title)}`, ...pieces].join('\n\n') + '\n'
}

function markdown(block: Block): string {
  switch (block.is) {
    case 'heading':
      return `## ${escaped(block.text)}`
    case 'text':
      return block.tone ? `**${escaped(block.text)}**` : escaped(block.text)
    case 'facts':
      return block.rows.map(fact).join('\n')
    case 'table':
      return [block.head, block.head.map(() => '---'), ...block.rows.map((row) => row.map(({ text }) => text))]
        .map((row, index) => `| ${row.map((text) => (index === 1 ? text : escaped(text))).join(' | ')} |`)
        .join('\n')
    case 'finding':
      return [
        `### ${block.tag}: ${escaped(block.title)}`,
        ...(block.rows.length > 0 ? [block.rows.map(fact).join('\n')] : []),
        ...(block.evidence.length > 0 ? [fenced(block.evidence)] : []),
      ].join('\n\n')
    default:
      return `**${escaped(block.title)}**\n\n${fenced(block.lines)}`
  }
}

function fact([label, value]: readonly [string, string]): string {
  return `- **${escaped(label)}**: ${escaped(value)}`
}

/** Every character that could mean something, `:` `@` and `.` among them: bare addresses become links otherwise. */
function escaped(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>()#+!|~&$^]/g, '\\$&')
    .replace(/:(?=\/\/)|@|(?<=\bwww)\./gi, '\\$&')
    .replace(/^(?=[-=])/, '\\')
    .replace(/^(\d+)(?=[.)](?:\s|$))/, '$1\\')
}

/** A fence that nothing within can close: longer than any run of backticks. */
function fenced(lines: readonly string[]): string {
  const runs = lines.flatMap((line) => line.match(/`+/g) ?? [])
  const longest = runs.reduce((most, run) => Math.max(most, run.length), 2)
  const fence = '`'.repeat(longest + 1)
  return [fence, ...lines, fence].join('\n')
}
