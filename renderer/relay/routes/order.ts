import type { Route, RouteAction } from '../../../shared/model/routing.ts'

/** The list with one moved to another place; the same list when there is no such place. Pure. */
export function moved<T>(items: readonly T[], from: number, to: number): readonly T[] {
  const item = items[from]
  if (item === undefined || to < 0 || to >= items.length || from === to) return items
  return items.toSpliced(from, 1).toSpliced(to, 0, item)
}

export function newRoute(id: string, action: RouteAction): Route {
  return {
    id,
    name: '',
    enabled: true,
    conditions: { credentialIds: [], senderDomains: [], recipientDomains: [], header: null, tags: [] },
    action,
  }
}

/** A copy after the original, with an id and a name of its own. */
export function duplicated(routes: readonly Route[], at: number, id: string): readonly Route[] {
  const route = routes[at]
  if (!route) return routes
  const name = route.name === '' ? '' : `${route.name} (copy)`.slice(0, 100)
  return routes.toSpliced(at + 1, 0, { ...structuredClone(route), id, name })
}
