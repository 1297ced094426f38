import { ActionIcon, Switch, TextInput, Tooltip, UnstyledButton } from '@mantine/core'
import {
  ArrowDown,
  ArrowUp,
  ChevronDown,
  ChevronRight,
  CopyPlus,
  GripVertical,
  Trash2,
  type LucideIcon,
} from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import type { Route } from '../../../shared/model/routing.ts'
import { Chip } from '../../ui/Chip.tsx'
import type { Problems } from '../../ui/issues.ts'
import { ActionFields } from './ActionFields.tsx'
import { ConditionFields } from './ConditionFields.tsx'
import classes from './routes.module.css'
import { actionInWords, conditionsOf, type Names } from './words.ts'

export interface RouteCardEvents {
  readonly onChange: (change: Partial<Route>) => void
  readonly onMove: (by: number) => void
  readonly onDuplicate: () => void
  readonly onRemove: () => void
  /** Another card is dragged over this one. */
  readonly onDragStart: () => void
  readonly onDragOver: () => void
}

interface RouteCardProps extends RouteCardEvents {
  readonly route: Route
  readonly index: number
  readonly of: number
  readonly names: Names
  readonly problems: Problems
  /** It takes the mail that was asked about. */
  readonly highlighted: boolean
  readonly initiallyOpened: boolean
}

/** One route: what it takes and what it does, in a line; opened, to be changed. */
export function RouteCard(props: RouteCardProps) {
  const { route, index, of, names, problems, highlighted, initiallyOpened } = props
  const [opened, setOpened] = useState(initiallyOpened)
  const path = `routes.${index}`
  const wrong = [...problems.keys()].some((at) => at.startsWith(`${path}.`))
  const title = route.name === '' ? `Route ${index + 1}` : route.name
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (!event.altKey || by === undefined) return
    event.preventDefault()
    props.onMove(by)
  }
  return (
    // Dragging is one way of three: Alt and the arrows, and the buttons, move it as well.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      className={classes.card}
      data-highlighted={highlighted || undefined}
      data-off={!route.enabled || undefined}
      data-wrong={wrong || undefined}
      aria-label={title}
      onDragOver={(event) => {
        event.preventDefault()
        props.onDragOver()
      }}
    >
      <div className={classes.head}>
        <span
          className={classes.grip}
          draggable
          aria-hidden
          title="Drag to move"
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = 'move'
            event.dataTransfer.setData('text/plain', title)
            props.onDragStart()
          }}
        >
          <GripVertical size={14} />
        </span>
        <UnstyledButton
          className={classes.summary}
          aria-expanded={opened}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
          onKeyDown={onKeyDown}
          onClick={() => setOpened(!opened)}
        >
          {opened ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
          <span className={classes.words}>
            <strong>{title}</strong>
            {wrong && <Chip tone="red">Needs correction</Chip>}
            {highlighted && <Chip tone="green">Takes it</Chip>}
            <Summary route={route} names={names} />
          </span>
        </UnstyledButton>
        <Switch
          size="xs"
          aria-label={`${title} is on`}
          checked={route.enabled}
          onChange={(event) => props.onChange({ enabled: event.currentTarget.checked })}
        />
        <Tool icon={ArrowUp} label={`Move ${title} up`} disabled={index === 0} onClick={() => props.onMove(-1)} />
        <Tool
          icon={ArrowDown}
          label={`Move ${title} down`}
          disabled={index === of - 1}
          onClick={() => props.onMove(1)}
        />
        <Tool icon={CopyPlus} label={`Duplicate ${title}`} onClick={props.onDuplicate} />
        <Tool icon={Trash2} label={`Remove ${title}`} onClick={props.onRemove} />
      </div>
      {opened && (
        <div className={classes.editor}>
          <TextInput
            label="Name"
            placeholder={`Route ${index + 1}`}
            maxLength={100}
            value={route.name}
            error={problems.get(`${path}.name`)}
            onChange={(event) => props.onChange({ name: event.currentTarget.value })}
          />
          <ConditionFields
            conditions={route.conditions}
            problems={problems}
            path={`${path}.conditions`}
            onChange={(change) => props.onChange({ conditions: { ...route.conditions, ...change } })}
          />
          <ActionFields
            label={`What ${title} does`}
            action={route.action}
            upstreams={names.upstreams}
            problems={problems}
            path={`${path}.action`}
            onChange={(action) => props.onChange({ action })}
          />
        </div>
      )}
    </li>
  )
}

function Summary({ route, names }: { readonly route: Route; readonly names: Names }) {
  const conditions = conditionsOf(route, names)
  return (
    <span className={classes.chips}>
      {conditions.length === 0 && <span className={classes.soft}>all mail</span>}
      {conditions.map(({ about, is }) => (
        <Chip key={about} tone="plain">
          {about} <strong>{is}</strong>
        </Chip>
      ))}
      <span className={classes.soft}>→ {actionInWords(route.action, names)}</span>
    </span>
  )
}

interface ToolProps {
  readonly icon: LucideIcon
  readonly label: string
  readonly disabled?: boolean
  readonly onClick: () => void
}

function Tool({ icon: Icon, label, disabled, onClick }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon size={26} aria-label={label} disabled={disabled} onClick={onClick}>
        <Icon size={14} />
      </ActionIcon>
    </Tooltip>
  )
}
