import { NumberField } from './fields.tsx'
import classes from './sections.module.css'

const mebibyte = 1_048_576

/** The guards of the listeners. */
export function LimitsSection() {
  return (
    <div className={classes.row}>
      <NumberField
        path="smtp.limits.messageBytes"
        label="Largest message"
        description="Announced with SIZE"
        unit="MiB"
        scale={mebibyte}
      />
      <NumberField path="smtp.limits.recipients" label="Recipients of a message" description="Servers must take 100" />
      <NumberField path="smtp.limits.messagesPerConnection" label="Messages per connection" description="0: no limit" />
      <NumberField path="smtp.limits.connections" label="Connections at once" description="From all addresses" />
      <NumberField path="smtp.limits.connectionsPerAddress" label="Connections per address" description="0: no limit" />
      <NumberField
        path="smtp.limits.messagesPerMinutePerAddress"
        label="Messages a minute"
        description="Per address; 0: no limit"
      />
      <NumberField
        path="smtp.limits.commandSeconds"
        label="Wait for a command"
        description="At least 300 is usual"
        unit="s"
      />
      <NumberField
        path="smtp.limits.dataSeconds"
        label="Silence within a message"
        description="180 is usual"
        unit="s"
      />
      <NumberField path="smtp.limits.unknownCommands" label="Unknown commands" description="Then the connection ends" />
      <NumberField path="smtp.limits.failedLogins" label="Failed logins" description="Then the connection ends" />
    </div>
  )
}
