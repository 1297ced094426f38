import { Tabs, TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import { useState } from 'react'
import { useStored } from '../../ui/useStored.ts'
import { CodeBlock } from './CodeBlock.tsx'
import classes from './Snippets.module.css'
import { findSnippets } from './snippets/all.ts'
import type { ServerAddress } from './snippets/snippet.ts'

interface SnippetsProps {
  readonly server: ServerAddress
  /** Who the code sends from, where not everybody may. */
  readonly sender?: string | undefined
}

/** Code for the app at hand, with the real host and port filled in. */
export function Snippets({ server, sender }: SnippetsProps) {
  const [query, setQuery] = useState('')
  const [last, setLast] = useStored('snippet', 'node')
  const found = findSnippets(query)
  const current = found.find(({ id }) => id === last) ?? found[0]
  return (
    <Tabs
      orientation="vertical"
      value={current?.id ?? null}
      onChange={(id) => id !== null && setLast(id)}
      keepMounted={false}
      variant="pills"
      classNames={{
        root: classes.snippets,
        list: classes.list,
        tab: classes.tab,
        tabLabel: classes.label,
        panel: classes.panel,
      }}
    >
      <div className={classes.side}>
        <TextInput
          size="xs"
          aria-label="Find a language or tool"
          placeholder="Find a language or tool"
          leftSection={<Search size={13} />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <Tabs.List aria-label="Languages and tools">
          {found.map(({ id, name }) => (
            <Tabs.Tab key={id} value={id}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {found.length === 0 && (
          <p className={classes.none}>
            Nothing with this name. Any program that speaks SMTP works: give it the host and port above.
          </p>
        )}
      </div>
      {current && (
        <Tabs.Panel value={current.id}>
          <CodeBlock
            code={
              sender === undefined ? current.code(server) : current.code(server).replaceAll('app@example.test', sender)
            }
            language={current.language}
          />
          <p className={classes.use}>{current.use}</p>
        </Tabs.Panel>
      )}
    </Tabs>
  )
}
