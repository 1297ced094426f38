import { createContext, useContext } from 'react'
import type { Upstream, UpstreamPreset } from '../../../shared/model/upstream.ts'
import type { Problems } from '../../ui/issues.ts'
import type { Draft } from './draft.ts'

interface UpstreamForm {
  readonly draft: Draft
  readonly set: (change: Partial<Draft>) => void
  readonly problems: Problems
  /** Secrets that are kept already. */
  readonly kept: Upstream['secrets']
  readonly preset: UpstreamPreset | null
}

const Context = createContext<UpstreamForm | null>(null)
export const UpstreamFormProvider = Context.Provider

/** The form that a group of fields belongs to. */
export function useUpstreamForm(): UpstreamForm {
  const form = useContext(Context)
  if (!form) throw new Error('A field of an upstream stands outside of its form')
  return form
}
