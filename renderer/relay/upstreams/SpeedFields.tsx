import { NumberBox } from '../../ui/NumberBox.tsx'
import { useUpstreamForm } from './FormContext.ts'
import classes from './UpstreamFields.module.css'

/** How fast, and how much at once. */
export function SpeedFields() {
  const { draft, set, problems } = useUpstreamForm()
  return (
    <div className={classes.numbers}>
      <NumberBox
        label="Connections at once"
        value={draft.connections}
        error={problems.get('connections')}
        onChange={(connections) => set({ connections })}
      />
      <NumberBox
        label="Messages per connection"
        description="Then a new one is opened"
        value={draft.messagesPerConnection}
        error={problems.get('messagesPerConnection')}
        onChange={(messagesPerConnection) => set({ messagesPerConnection })}
      />
      <NumberBox
        label="Messages a second"
        description="0: no limit"
        value={draft.messagesPerSecond}
        error={problems.get('messagesPerSecond')}
        onChange={(messagesPerSecond) => set({ messagesPerSecond })}
      />
      <NumberBox
        label="Messages a minute"
        description="0: no limit"
        value={draft.messagesPerMinute}
        error={problems.get('messagesPerMinute')}
        onChange={(messagesPerMinute) => set({ messagesPerMinute })}
      />
      <NumberBox
        label="Recipients at once"
        description="In one transaction"
        value={draft.recipientsPerMessage}
        error={problems.get('recipientsPerMessage')}
        onChange={(recipientsPerMessage) => set({ recipientsPerMessage })}
      />
    </div>
  )
}
