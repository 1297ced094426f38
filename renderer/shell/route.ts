import { useSyncExternalStore } from 'react'

export type ScreenName = 'inbox' | 'credentials' | 'relay' | 'diagnostics' | 'activity' | 'settings'

/** Where the person is, kept in the address as `#/inbox/42`: a screen, and what is open on each of them. */
export interface Route {
  readonly screen: ScreenName
  readonly open: Readonly<Record<ScreenName, number | null>>
}

const screens: readonly string[] = [
  'inbox',
  'credentials',
  'relay',
  'diagnostics',
  'activity',
  'settings',
] satisfies ScreenName[]
const listeners = new Set<() => void>()
let current = follow({
  screen: 'inbox',
  open: { inbox: null, credentials: null, relay: null, diagnostics: null, activity: null, settings: null },
})

window.addEventListener('popstate', update)
window.addEventListener('hashchange', update)

/** The route, followed live. */
export function useRoute(): Route {
  return useSyncExternalStore(subscribe, () => current)
}

/** Goes to a screen as it was left. */
export function goTo(screen: ScreenName): void {
  open(screen, current.open[screen])
}

/** Opens a thing on a screen, or none. `replace` leaves no step in the history, for moving through a list. */
export function open(screen: ScreenName, id: number | null, how: 'push' | 'replace' = 'push'): void {
  const hash = id === null ? `#/${screen}` : `#/${screen}/${id}`
  if (hash === location.hash) return
  if (how === 'replace') history.replaceState(null, '', hash)
  else history.pushState(null, '', hash)
  update()
}

function update(): void {
  const next = follow(current)
  if (next.screen === current.screen && next.open[next.screen] === current.open[next.screen]) return
  current = next
  for (const listener of listeners) listener()
}

function follow(before: Route): Route {
  const [, name = '', id = ''] = location.hash.split('/')
  const screen = screens.includes(name) ? (name as ScreenName) : 'inbox'
  return { screen, open: { ...before.open, [screen]: /^\d{1,16}$/.test(id) ? Number(id) : null } }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
