import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { app } from './app.ts'

/** What the keychain is like: DOUBLE_KEYCHAIN=none, weak, lost; else it works. */
const kind = process.env['DOUBLE_KEYCHAIN'] ?? 'works'
// Real keychains keep a key of their own between starts; ours makes the same one again. `lost` makes another.
const key = createHash('sha256').update(`keychain of the double, ${kind}`).digest()

function ready(): void {
  if (!app.isReady()) throw new Error('safeStorage cannot be used before app is ready')
}

/** As on Linux: of no use before the app is ready. */
export const safeStorage = {
  isEncryptionAvailable: () => app.isReady() && kind !== 'none',
  getSelectedStorageBackend: () => (kind === 'weak' ? 'basic_text' : 'gnome_libsecret'),
  encryptString(text: string): Buffer {
    ready()
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  },
  decryptString(sealed: Buffer): string {
    ready()
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
    decipher.setAuthTag(sealed.subarray(-16))
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('utf8')
  },
}
