// A process that holds a data folder until it is killed.
import { lockDataFolder } from '../../electron/engine/database/open.ts'

lockDataFolder(process.argv[2] as string)
process.send?.('held')
setInterval(() => undefined, 1_000)
