import { NumberInput, TextInput } from '@mantine/core'
import { createContext, useContext } from 'react'
import { separators } from '../ui/format.ts'
import classes from './fields.module.css'
import { valueAt, type Draft, type Problems } from './draft.ts'

interface Form {
  readonly draft: Draft
  readonly problems: Problems
  readonly set: (path: string, value: unknown) => void
}

const FormContext = createContext<Form | null>(null)
export const FormProvider = FormContext.Provider

/** The form around a field. */
export function useForm(): Form {
  const form = useContext(FormContext)
  if (!form) throw new Error('A field stands outside of the form')
  return form
}

interface FieldProps {
  readonly path: string
  readonly label: string
  readonly description?: string
}

/** A line of text, e.g. an address. */
export function TextField({ path, label, description }: FieldProps) {
  const form = useForm()
  return (
    <TextInput
      className={classes.field}
      classNames={{ input: classes.mono }}
      size="sm"
      label={label}
      description={description}
      spellCheck={false}
      value={String(valueAt(form.draft, path))}
      error={form.problems.get(path)}
      onChange={(event) => form.set(path, event.currentTarget.value)}
    />
  )
}

interface NumberFieldProps extends FieldProps {
  readonly unit?: string
  /** Shown and typed in this many of the stored unit, e.g. 1,048,576 bytes for MiB. */
  readonly scale?: number
  /** Ports are written without separators. */
  readonly plain?: boolean
}

/** A whole number. */
export function NumberField({ path, label, description, unit, scale = 1, plain = false }: NumberFieldProps) {
  const form = useForm()
  const value = valueAt(form.draft, path)
  return (
    <NumberInput
      className={classes.field}
      size="sm"
      label={label}
      description={description}
      hideControls
      clampBehavior="none"
      allowNegative={false}
      allowDecimal={scale !== 1}
      decimalScale={3}
      thousandSeparator={plain ? '' : separators.group}
      decimalSeparator={separators.decimal}
      suffix={unit ? ` ${unit}` : ''}
      value={typeof value === 'number' ? value / scale : ''}
      error={form.problems.get(path)}
      onChange={(next) => form.set(path, typeof next === 'number' ? Math.round(next * scale) : '')}
    />
  )
}
