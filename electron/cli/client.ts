import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '../../shared/contract/index.ts'
import type { VaultOpening } from '../engine/options.ts'
import { EngineFailed, startEngine } from '../engine/thread.ts'
import { partsOf, versionOf } from '../host.ts'
import { readAddress } from '../engine/runningAddress.ts'
import { Failure } from './run.ts'

export type Client = ContractRouterClient<Contract>

/**
 * The contract over a data folder of this machine: the engine without listeners, for the time of one command.
 * The vault stays closed unless told how to open it.
 * A folder that a running Sandpost uses cannot be opened twice; then the way is that Sandpost's REST door.
 */
export async function withLocalEngine<T>(
  dataDir: string,
  entryUrl: string,
  work: (client: Client) => Promise<T>,
  vault: VaultOpening = { by: 'none' },
): Promise<T> {
  const engine = await startEngine(partsOf(entryUrl).engineUrl, {
    dataDir,
    version: versionOf(entryUrl),
    listen: false,
    rendererDir: null,
    overrides: {},
    vault,
    apiKey: null,
  }).catch((error: unknown) => {
    if (error instanceof EngineFailed && error.message.includes('already uses the data folder'))
      throw new Failure(
        `${dataDir} is in use by a running Sandpost. Close it, or talk to it: --server ${readAddress(dataDir) ?? 'http://127.0.0.1:8025'}, with its SANDPOST_API_KEY.`,
      )
    throw error
  })
  if (engine.ready.recoveryCode !== null)
    process.stderr.write('A vault was made. Make a recovery code for it: sandpost vault recovery-code\n')
  const port = engine.connect()
  try {
    const client: Client = createORPCClient(new RPCLink({ port }))
    port.start()
    return await work(client)
  } finally {
    port.close()
    await engine.stop()
  }
}
