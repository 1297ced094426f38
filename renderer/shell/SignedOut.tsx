import { KeyRound } from 'lucide-react'
import { EmptyState } from '../ui/EmptyState.tsx'

/** The host does not know this browser any more. */
export function SignedOut() {
  return (
    <main style={{ height: '100%' }}>
      <EmptyState icon={KeyRound} title="Sign in again" role="alert">
        Sandpost was started anew and does not know this browser. Open the sign-in link that it printed in the terminal.
      </EmptyState>
    </main>
  )
}
