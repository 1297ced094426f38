import { Button, Tooltip } from '@mantine/core'
import { CloudOff, CloudDownload } from 'lucide-react'
import { counted } from '../../../ui/format.ts'
import classes from './bars.module.css'

interface RemoteBarProps {
  /** Every remote address the message asks for. */
  readonly addresses: readonly string[]
  readonly loaded: boolean
  readonly onLoad: () => void
}

/** Says what was held back, from where, and lets it load for this message. */
export function RemoteBar({ addresses, loaded, onLoad }: RemoteBarProps) {
  const hosts = [...new Set(addresses.map((address) => new URL(address).host))]
  const from = hosts.length > 3 ? `${hosts.slice(0, 3).join(', ')} and ${hosts.length - 3} more` : hosts.join(', ')
  const what = counted(addresses.length, 'remote image or font', 'remote images and fonts')
  return (
    <div className={classes.remote} role="status">
      {loaded ? <CloudDownload size={15} aria-hidden /> : <CloudOff size={15} aria-hidden />}
      <span className={classes.words} title={addresses.slice(0, 50).join('\n')}>
        {loaded
          ? `${what} loaded for this message, from ${from}.`
          : `${what} from ${from} ${addresses.length === 1 ? 'is' : 'are'} not loaded.`}
      </span>
      {!loaded && (
        <Tooltip label="Tells the sender that the message was opened">
          <Button size="compact-xs" variant="default" onClick={onLoad}>
            Load for this message
          </Button>
        </Tooltip>
      )}
    </div>
  )
}
