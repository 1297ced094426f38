import { CloseButton, Combobox, TextInput, useCombobox } from '@mantine/core'
import { History, Search } from 'lucide-react'
import { useEffect, useId, type Ref } from 'react'
import { count } from '../ui/format.ts'
import { useStored } from '../ui/useStored.ts'
import classes from './SearchBox.module.css'
import { completed, suggestionsFor, withRecent } from './searchWords.ts'

interface SearchBoxProps {
  readonly value: string
  readonly onChange: (value: string) => void
  /** Enter, or Escape in an empty box: back to the list. */
  readonly onLeave: () => void
  /** Messages found; null while unknown or not searching. */
  readonly found: number | null
  readonly error: string | null
  readonly inputRef: Ref<HTMLInputElement>
}

const recentPrefix = 'recent '

/** The search of the inbox: free text and operators, suggested as they are typed. */
export function SearchBox({ value, onChange, onLeave, found, error, inputRef }: SearchBoxProps) {
  const [recent, setRecent] = useStored<string[]>('inbox.recentSearches', [])
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const listId = useId()
  const { setListId } = combobox
  // Known before the list is first drawn, so that the box says from the start what it controls.
  useEffect(() => setListId(listId), [setListId, listId])
  const operators = suggestionsFor(value)
  const recentShown = value === '' ? recent : []
  const nothing = operators.length === 0 && recentShown.length === 0

  const suggesting = combobox.dropdownOpened && !nothing

  const choose = (option: string) => {
    onChange(option.startsWith(recentPrefix) ? option.slice(recentPrefix.length) : completed(value, option))
    combobox.resetSelectedOption()
    if (option.startsWith(recentPrefix)) combobox.closeDropdown()
  }
  const remember = () => setRecent(withRecent(recent, value))

  return (
    <Combobox store={combobox} onOptionSubmit={choose} shadow="md" offset={4} width="target" withinPortal={false}>
      <Combobox.Target withExpandedAttribute>
        <TextInput
          ref={inputRef}
          className={classes.box}
          classNames={{ error: classes.error }}
          size="xs"
          role="combobox"
          aria-controls={listId}
          aria-expanded={suggesting}
          aria-label="Search messages"
          aria-autocomplete="list"
          placeholder="Search messages"
          spellCheck={false}
          autoComplete="off"
          value={value}
          error={suggesting ? undefined : error}
          aria-invalid={error !== null}
          leftSection={<Search size={14} aria-hidden />}
          rightSectionWidth={value === '' ? 30 : 96}
          rightSection={
            value === '' ? (
              <kbd className={classes.key}>/</kbd>
            ) : (
              <span className={classes.right}>
                <span className={classes.found} role="status">
                  {found === null ? '' : `${count(found)} found`}
                </span>
                <CloseButton size="xs" aria-label="Clear the search" onClick={() => onChange('')} />
              </span>
            )
          }
          onChange={(event) => {
            onChange(event.currentTarget.value)
            combobox.openDropdown()
          }}
          onFocus={() => combobox.openDropdown()}
          onClick={() => combobox.openDropdown()}
          onBlur={() => {
            combobox.closeDropdown()
            remember()
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (combobox.getSelectedOptionIndex() === -1 || nothing)) {
              event.preventDefault()
              remember()
              onLeave()
            } else if (event.key === 'Escape') {
              event.preventDefault()
              if (suggesting && value !== '') combobox.closeDropdown()
              else if (value !== '') onChange('')
              else onLeave()
            }
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={nothing}>
        {error !== null && suggesting && <Combobox.Header className={classes.headerError}>{error}</Combobox.Header>}
        <Combobox.Options id={listId} className={classes.options} aria-label="Suggestions">
          {recentShown.map((search) => (
            <Combobox.Option key={recentPrefix + search} value={recentPrefix + search} className={classes.option}>
              <History size={13} aria-hidden />
              <span className={classes.recent}>{search}</span>
            </Combobox.Option>
          ))}
          {operators.map(({ text, meaning }) => (
            <Combobox.Option key={text} value={text} className={classes.option}>
              <code>{text}</code>
              <span className={classes.meaning}>{meaning}</span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
