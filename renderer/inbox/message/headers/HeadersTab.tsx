import { Button, TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import type { HeaderField, MessageDetail } from '../../../../shared/model/message.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { count, counted } from '../../../ui/format.ts'
import { Scroll } from '../Scroll.tsx'
import classes from './HeadersTab.module.css'
import { numberRepeats } from './numberRepeats.ts'

const longestShown = 4_000
const mostRows = 1_000

/** Every header field in order, unfolded and decoded; searchable, with repeats told apart. */
export function HeadersTab({ message }: { readonly message: MessageDetail }) {
  const [query, setQuery] = useState('')
  const wanted = useDeferredValue(query).trim().toLowerCase()
  const fields = useMemo(() => numberRepeats(message.headers), [message.headers])
  const found = useMemo(
    () => fields.filter(({ name, value }) => `${name}: ${value}`.toLowerCase().includes(wanted)),
    [fields, wanted],
  )
  const text = useMemo(() => found.map(({ name, value }) => `${name}: ${value}`).join('\n'), [found])
  return (
    <div className={classes.tab}>
      <div className={classes.bar}>
        <TextInput
          size="xs"
          aria-label="Find in the headers"
          placeholder="Find in the headers"
          leftSection={<Search size={13} />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && query === '') event.currentTarget.blur()
            if (event.key === 'Escape') setQuery('')
          }}
        />
        <span className={classes.says} aria-live="polite">
          {wanted === ''
            ? counted(fields.length, 'field')
            : `${count(found.length)} of ${counted(fields.length, 'field')}`}
        </span>
        <CopyButton text={text} label={wanted === '' ? 'Copy all headers' : 'Copy the headers found'} />
      </div>
      <Scroll className={classes.scroll} label="Header fields">
        {found.length === 0 ? (
          <p className={classes.none}>
            {fields.length === 0 ? 'This message has no header fields.' : 'No header field matches.'}
          </p>
        ) : (
          <table className={classes.table}>
            <thead className="visuallyHidden">
              <tr>
                <th>Name</th>
                <th>Value</th>
                <th>Copy</th>
              </tr>
            </thead>
            <tbody>
              {found.slice(0, mostRows).map((field) => (
                <tr key={field.place}>
                  <th scope="row">
                    {field.name}
                    {field.of > 1 && (
                      <span className={classes.repeat} title={`This field occurs ${field.of} times`}>
                        {field.nth} of {field.of}
                      </span>
                    )}
                  </th>
                  <td>
                    <Value field={field} />
                  </td>
                  <td className={classes.copy}>
                    <CopyButton text={field.value} label={`Copy ${field.name}`} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {found.length > mostRows && (
          <p className={classes.none}>
            {counted(found.length - mostRows, 'more field')}. Search, or see the Source tab.
          </p>
        )}
      </Scroll>
    </div>
  )
}

function Value({ field }: { readonly field: HeaderField }) {
  const [whole, setWhole] = useState(false)
  const cut = field.value.length > longestShown && !whole
  return (
    <>
      <bdi>{cut ? field.value.slice(0, longestShown) : field.value}</bdi>
      {cut && (
        <Button size="compact-xs" variant="default" ml={6} onClick={() => setWhole(true)}>
          … show all {counted(field.value.length, 'character')}
        </Button>
      )}
    </>
  )
}
