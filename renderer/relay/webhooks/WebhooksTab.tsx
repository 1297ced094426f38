import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useStored } from '../../ui/useStored.ts'
import { CallsView } from './CallsView.tsx'
import { EndpointsView } from './EndpointsView.tsx'
import { ReceiverView } from './ReceiverView.tsx'
import classes from './webhooks.module.css'

/** Who is told of events, what was told, and a receiver to try it with. */
export function WebhooksTab() {
  const [view, setView] = useStored<string>('relay.webhooks', 'endpoints')
  const [endpointId, setEndpointId] = useState('')
  const views = (
    <div className={classes.views}>
      <SegmentedControl
        size="xs"
        aria-label="What to show of webhooks"
        value={view}
        onChange={setView}
        data={[
          { value: 'endpoints', label: 'Endpoints' },
          { value: 'calls', label: 'Calls' },
          { value: 'receiver', label: 'Receiver' },
        ]}
      />
    </div>
  )
  if (view === 'calls') return <CallsView views={views} endpointId={endpointId} onEndpointId={setEndpointId} />
  if (view === 'receiver') return <ReceiverView views={views} />
  return (
    <EndpointsView
      views={views}
      onShowCalls={(id) => {
        setEndpointId(id)
        setView('calls')
      }}
    />
  )
}
