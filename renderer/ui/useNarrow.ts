import { useSyncExternalStore } from 'react'

const query = window.matchMedia('(max-width: 899px)')

/** Under 900 px list and thing become two steps. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => query.matches)
}

function subscribe(listener: () => void): () => void {
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}
