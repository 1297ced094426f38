// A process that tells events as fast as it can until it is killed, and says on stdout which ones are committed.
import { writeSync } from 'node:fs'
import { lockDataFolder } from '../../electron/engine/database/open.ts'
import { mailEvent, openWebhookRoom } from './webhookRoom.ts'

const [, , dataDir = '', vault = '[]', firstId = '1'] = process.argv
lockDataFolder(dataDir)
const room = openWebhookRoom(dataDir, { vault: new Map(JSON.parse(vault) as [string, string][]) })
for (let messageId = Number(firstId); ; messageId += 1) {
  room.tell(mailEvent({ messageId }))
  writeSync(1, `${messageId}\n`)
  await new Promise(setImmediate)
}
