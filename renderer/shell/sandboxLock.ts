import { client, errorSentence } from '../client.ts'
import { fail } from '../ui/say.tsx'

const asking = new Set<() => void>()

/** Opens the dialog that releases the sandbox, wherever it is. */
export function askToRelease(): void {
  for (const ask of asking) ask()
}

export function onAskToRelease(ask: () => void): () => void {
  asking.add(ask)
  return () => asking.delete(ask)
}

/** Resolves with whether it worked; says why when it did not. */
export async function setSandboxLock(locked: boolean): Promise<boolean> {
  try {
    await client.sandboxLock.put({ locked })
    return true
  } catch (error) {
    fail(locked ? 'The sandbox was not locked' : 'The sandbox was not released', errorSentence(error))
    return false
  }
}
