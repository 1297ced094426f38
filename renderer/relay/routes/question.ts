import { addressesFrom } from '../../inbox/release/addresses.ts'

/** What is typed into "What would happen to…". */
export interface Question {
  readonly credentialId: string
  readonly sender: string
  readonly recipients: string
  readonly headers: string
}

/** The question in the contract's words; null while no recipient is named. */
export function asked({ credentialId, sender, recipients, headers }: Question) {
  const named = addressesFrom(recipients).slice(0, 100)
  if (named.length === 0) return null
  return {
    credentialId: credentialId === '' ? null : credentialId,
    sender: sender.trim(),
    recipients: named,
    headers: headers
      .split('\n')
      .map((line) => /^([!-9;-~]+):\s*(.*)$/.exec(line.trim()))
      .filter((found) => found !== null)
      .map(([, name = '', value = '']) => ({ name, value })),
  }
}
