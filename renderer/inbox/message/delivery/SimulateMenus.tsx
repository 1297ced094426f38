import { Button, Menu } from '@mantine/core'
import { ChevronDown, FlaskConical, MousePointerClick } from 'lucide-react'
import type { MessageDetail } from '../../../../shared/model/message.ts'
import { SandboxResult } from '../../../../shared/model/routing.ts'
import { client, errorSentence } from '../../../client.ts'
import { resultWords } from '../../../relay/words.ts'
import { counted } from '../../../ui/format.ts'
import { fail, say } from '../../../ui/say.tsx'
import classes from './DeliveryTab.module.css'

const mostLinks = 12

/** Pretends what a provider would tell: an outcome, an open, a click. Nothing leaves for it. */
export function SimulateMenus({ message }: { readonly message: MessageDetail }) {
  const { id } = message
  const links = [...new Set(message.links.map(({ url }) => url))].filter((url) => /^https?:/i.test(url))
  const simulate = async (result: SandboxResult) => {
    try {
      const { deliveries } = await client.outgoing.simulate({ id, result })
      say.done(`“${resultWords[result].word}” is simulated for ${counted(deliveries.length, 'recipient')}`)
    } catch (error) {
      fail('The outcome was not simulated', errorSentence(error))
    }
  }
  const engage = async (is: 'opened' | 'clicked', url?: string) => {
    try {
      const { told } = await client.outgoing.engage({ id, is, ...(url !== undefined && { url }) })
      if (told === 0) say.done('Nobody was told', 'No webhook endpoint listens for this event.')
      else say.done(`Told of ${counted(told, is === 'opened' ? 'open' : 'click')}`)
    } catch (error) {
      fail('Nobody was told', errorSentence(error))
    }
  }
  return (
    <div className={classes.menus}>
      <Menu position="bottom-start" shadow="md" width={280} withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button variant="default" leftSection={<FlaskConical size={14} />} rightSection={<ChevronDown size={13} />}>
            Simulate an outcome
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {SandboxResult.options.map((result) => (
            <Menu.Item key={result} onClick={() => void simulate(result)}>
              {resultWords[result].word}
              <br />
              <span className={classes.soft}>{resultWords[result].meaning}</span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu position="bottom-start" shadow="md" width={320} withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<MousePointerClick size={14} />}
            rightSection={<ChevronDown size={13} />}
          >
            Simulate open or click
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void engage('opened')}>Opened</Menu.Item>
          <Menu.Divider />
          {links.length === 0 && <Menu.Item onClick={() => void engage('clicked')}>Clicked a link</Menu.Item>}
          {links.slice(0, mostLinks).map((url) => (
            <Menu.Item key={url} onClick={() => void engage('clicked', url)}>
              Clicked <span className={classes.soft}>{url.length > 60 ? `${url.slice(0, 60)}…` : url}</span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
