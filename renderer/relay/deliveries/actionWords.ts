import { Hand, Play, RotateCw, X, type LucideIcon } from 'lucide-react'
import type { DeliveryAction } from '../../../shared/model/delivery.ts'

export const actionsInOrder: readonly DeliveryAction[] = ['retry', 'hold', 'release', 'cancel']

/** What each action is called, and its key. */
export const actionWords: Readonly<
  Record<DeliveryAction, { readonly icon: LucideIcon; readonly word: string; readonly key: string }>
> = {
  retry: { icon: RotateCw, word: 'Try now', key: 't' },
  hold: { icon: Hand, word: 'Hold', key: 'h' },
  release: { icon: Play, word: 'Let go', key: 'l' },
  cancel: { icon: X, word: 'Cancel', key: 'Delete' },
}
