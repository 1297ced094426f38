import { NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import type { RouteAction } from '../../../shared/model/routing.ts'
import type { Upstream } from '../../../shared/model/upstream.ts'
import type { Problems } from '../../ui/issues.ts'
import { NumberBox } from '../../ui/NumberBox.tsx'
import classes from './routes.module.css'

interface ActionFieldsProps {
  readonly label: string
  readonly action: RouteAction
  readonly upstreams: readonly Upstream[]
  readonly problems: Problems
  /** Where this action stands in the form: `routes.0.action`. */
  readonly path: string
  readonly onChange: (action: RouteAction) => void
}

/** What happens to the mail: relay, capture only, or refuse. */
export function ActionFields({ label, action, upstreams, problems, path, onChange }: ActionFieldsProps) {
  const choose = (is: RouteAction['is']) => {
    if (is === action.is) return
    if (is === 'relay') onChange({ is, upstreamId: upstreams[0]?.id ?? '' })
    else if (is === 'capture') onChange({ is })
    else onChange({ is, code: 550, enhancedCode: '5.7.1', text: 'Not accepted here' })
  }
  return (
    <div className={classes.action}>
      <SegmentedControl
        size="xs"
        aria-label={label}
        value={action.is}
        onChange={choose}
        data={[
          { value: 'relay', label: 'Relay through', disabled: upstreams.length === 0 && action.is !== 'relay' },
          { value: 'capture', label: 'Capture only' },
          { value: 'reject', label: 'Refuse' },
        ]}
      />
      {action.is === 'relay' && (
        <NativeSelect
          aria-label="Upstream"
          value={action.upstreamId}
          error={problems.get(`${path}.upstreamId`)}
          onChange={(event) => onChange({ is: 'relay', upstreamId: event.currentTarget.value })}
          data={[
            ...(upstreams.some(({ id }) => id === action.upstreamId)
              ? []
              : [{ value: action.upstreamId, label: 'Choose an upstream' }]),
            ...upstreams.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
      {action.is === 'reject' && (
        <div className={classes.reply}>
          <NumberBox
            label="Code"
            plain
            value={Number.isNaN(action.code) ? '' : action.code}
            error={problems.get(`${path}.code`)}
            onChange={(code) => onChange({ ...action, code: code === '' ? Number.NaN : code })}
          />
          <TextInput
            label="Enhanced code"
            placeholder="5.7.1"
            spellCheck={false}
            value={action.enhancedCode ?? ''}
            error={problems.get(`${path}.enhancedCode`)}
            onChange={(event) => onChange({ ...action, enhancedCode: event.currentTarget.value.trim() || null })}
          />
          <TextInput
            label="Text"
            value={action.text}
            error={problems.get(`${path}.text`)}
            onChange={(event) => onChange({ ...action, text: event.currentTarget.value })}
          />
        </div>
      )}
    </div>
  )
}
