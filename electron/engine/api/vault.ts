import { os } from './implementer.ts'
import type { Rooms } from './rooms.ts'

/** How the vault is opened, and what was done to it. */
export function vaultProcedures({ vault: room }: Rooms) {
  const { vault } = os
  return {
    status: vault.status.handler(() => room.status()),
    unlock: vault.unlock.handler(({ input, context }) => room.unlock(input, context.actor)),
    setPassphrase: vault.setPassphrase.handler(({ input, context }) => room.setPassphrase(input, context.actor)),
    makeRecoveryCode: vault.makeRecoveryCode.handler(({ context }) => ({
      code: room.makeRecoveryCode(context.actor),
    })),
    backup: vault.backup.handler(async ({ input, context }) => {
      const bytes = await room.backup(input.passphrase, context.actor)
      const name = `sandpost-vault-${new Date().toISOString().slice(0, 10)}.backup`
      return new File([bytes as Uint8Array<ArrayBuffer>], name, { type: 'application/octet-stream' })
    }),
    restore: vault.restore.handler(async ({ input: { file, passphrase, replace }, context }) =>
      room.restore(Buffer.from(await file.arrayBuffer()), passphrase, { replace }, context.actor),
    ),
    audit: vault.audit.handler(({ input }) => room.audit(input)),
  }
}

/** The sandbox lock: while it is on, everything is captured only. */
export function sandboxLockProcedures({ vault }: Rooms) {
  return {
    get: os.sandboxLock.get.handler(() => ({ locked: vault.sandboxLocked })),
    put: os.sandboxLock.put.handler(({ input, context }) => {
      vault.setSandboxLock(input.locked, context.actor)
      return { locked: vault.sandboxLocked }
    }),
  }
}
