import { ActionIcon, Button, Menu, Skeleton, Switch } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ChevronDown, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { FaultScenario } from '../../../shared/model/manners.ts'
import { client, engine, errorSentence } from '../../client.ts'
import { Chip } from '../../ui/Chip.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { newId } from '../../ui/newId.ts'
import { fail, say } from '../../ui/say.tsx'
import classes from './faults.module.css'
import { ScenarioDialog } from './ScenarioDialog.tsx'
import { starters } from './starters.ts'
import { faultInWords } from './words.ts'

const undoMilliseconds = 10_000

/** Named scenarios of what goes wrong, each with a switch. */
export function FaultsSection() {
  const queries = useQueryClient()
  const query = useQuery(engine.faultScenarios.list.queryOptions())
  const [editing, setEditing] = useState<FaultScenario | null>(null)
  const scenarios = query.data
  const put = async (scenario: FaultScenario) => {
    try {
      await client.faultScenarios.put(scenario)
      await queries.invalidateQueries({ queryKey: engine.faultScenarios.list.key() })
      return true
    } catch (error) {
      fail(`"${scenario.name}" was not saved`, errorSentence(error))
      return false
    }
  }
  const remove = async (scenario: FaultScenario) => {
    try {
      await client.faultScenarios.remove({ id: scenario.id })
      void queries.invalidateQueries({ queryKey: engine.faultScenarios.list.key() })
      const notification = say.withUndo(
        `"${scenario.name}" was removed`,
        () => {
          say.hide(notification)
          void put(scenario)
        },
        undoMilliseconds,
      )
    } catch (error) {
      fail(`"${scenario.name}" was not removed`, errorSentence(error))
    }
  }
  if (query.isError && !scenarios) {
    return (
      <ErrorState
        title="The scenarios could not be listed"
        message={errorSentence(query.error)}
        onRetry={() => void query.refetch()}
      />
    )
  }
  if (!scenarios) return <Skeleton height={60} />
  return (
    <div className={classes.section}>
      {scenarios.length === 0 ? (
        <p className={classes.soft}>No scenario yet. Begin with one that every app meets one day.</p>
      ) : (
        <ul className={classes.scenarios} aria-label="Fault scenarios">
          {scenarios.map((scenario) => (
            <li key={scenario.id}>
              <Switch
                size="xs"
                aria-label={`${scenario.name} is on`}
                checked={scenario.active}
                onChange={(event) => void put({ ...scenario, active: event.currentTarget.checked })}
              />
              <div className={classes.words}>
                <strong>{scenario.name}</strong> {scenario.active && <Chip tone="amber">On</Chip>}
                <ul className={classes.faults}>
                  {scenario.faults.map((fault, index) => (
                    // A fault has no identity but its place.
                    // oxlint-disable-next-line react/no-array-index-key
                    <li key={index}>{faultInWords(fault)}</li>
                  ))}
                </ul>
                {scenario.ports.length > 0 && <p className={classes.soft}>On port {scenario.ports.join(', ')} only</p>}
              </div>
              <ActionIcon aria-label={`Change ${scenario.name}`} onClick={() => setEditing(scenario)}>
                <Pencil size={14} />
              </ActionIcon>
              <ActionIcon aria-label={`Remove ${scenario.name}`} onClick={() => void remove(scenario)}>
                <Trash2 size={14} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <Menu position="bottom-start" shadow="md" withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button variant="default" leftSection={<Plus size={14} />} rightSection={<ChevronDown size={13} />}>
            New scenario
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {starters.map(({ name, faults }) => (
            <Menu.Item
              key={name}
              onClick={() => setEditing({ id: newId(), name, ports: [], active: true, faults: [...faults] })}
            >
              {name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setEditing({ id: newId(), name: '', ports: [], active: true, faults: [] })}>
            An empty one
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {editing && (
        <ScenarioDialog
          key={editing.id}
          scenario={editing}
          isNew={!scenarios.some(({ id }) => id === editing.id)}
          onClose={() => setEditing(null)}
          onSave={put}
        />
      )}
    </div>
  )
}
