import { onDesktop } from '../client.ts'

/** `cannotAsk`: this system, or a browser, has no way to ask. */
export type UserAnswer = 'yes' | 'no' | 'cannotAsk'

/** Asks the system whether it is its user who sits there, where it can be asked. */
export function confirmUser(): Promise<UserAnswer> {
  if (!onDesktop) return Promise.resolve('cannotAsk')
  return new Promise((resolve) => {
    const listen = ({ source, data }: MessageEvent<unknown>) => {
      if (source !== window || typeof data !== 'object' || data === null || !('userConfirmed' in data)) return
      window.removeEventListener('message', listen)
      resolve(data.userConfirmed === 'yes' || data.userConfirmed === 'no' ? data.userConfirmed : 'cannotAsk')
    }
    window.addEventListener('message', listen)
    window.postMessage('user:confirm', '*')
  })
}
