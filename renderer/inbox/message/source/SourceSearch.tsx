import { ActionIcon, TextInput } from '@mantine/core'
import { ChevronDown, ChevronUp, Search } from 'lucide-react'
import { count } from '../../../ui/format.ts'
import { mostMatches } from './findInSource.ts'
import classes from './SourceTab.module.css'
import type { SourceSearchState } from './useSourceSearch.ts'

/** Finds a text in the source; Enter and Shift+Enter go from match to match. */
export function SourceSearch({ search }: { readonly search: SourceSearchState }) {
  const { query, matches, current, searched } = search
  const many = matches.length === mostMatches ? `${count(mostMatches)} or more` : count(matches.length)
  const says = searched === '' ? '' : matches.length === 0 ? 'Not found' : `${count(current + 1)} of ${many}`
  return (
    <div className={classes.search}>
      <TextInput
        size="xs"
        aria-label="Find in the source"
        placeholder="Find in the source"
        leftSection={<Search size={13} />}
        value={query}
        onChange={(event) => search.setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') search.step(event.shiftKey ? -1 : 1)
          if (event.key === 'Escape') {
            if (query === '') event.currentTarget.blur()
            search.setQuery('')
          }
        }}
      />
      <span className={classes.says} aria-live="polite">
        {says}
      </span>
      {matches.length > 1 && (
        <>
          <ActionIcon size={24} aria-label="Previous match" onClick={() => search.step(-1)}>
            <ChevronUp size={14} />
          </ActionIcon>
          <ActionIcon size={24} aria-label="Next match" onClick={() => search.step(1)}>
            <ChevronDown size={14} />
          </ActionIcon>
        </>
      )}
    </div>
  )
}
