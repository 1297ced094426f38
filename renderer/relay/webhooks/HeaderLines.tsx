import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { Fold } from '../../ui/Fold.tsx'

interface HeaderLinesProps {
  readonly title: string
  readonly headers: Readonly<Record<string, string>>
}

/** Header fields of an HTTP request or answer, to be copied. */
export function HeaderLines({ title, headers }: HeaderLinesProps) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return (
    <Fold title={title} about={`${lines.length}`}>
      <CodeBlock code={lines.join('\n')} label={title} />
    </Fold>
  )
}
