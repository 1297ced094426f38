import { NumberInput } from '@mantine/core'
import { separators } from './format.ts'

/** A whole number; `''` while nothing is typed. */
export type Typed = number | ''

interface NumberBoxProps {
  readonly label: string
  readonly description?: string
  readonly value: Typed
  readonly onChange: (value: Typed) => void
  readonly unit?: string
  readonly error?: string | undefined
  /** Ports are written without separators. */
  readonly plain?: boolean
  readonly required?: boolean
  /** The label is read out, not shown. */
  readonly quiet?: boolean
}

/** A field for a whole number. */
export function NumberBox({ label, quiet, unit, plain, onChange, ...rest }: NumberBoxProps) {
  return (
    <NumberInput
      {...rest}
      {...(quiet ? { 'aria-label': label } : { label })}
      hideControls
      clampBehavior="none"
      allowNegative={false}
      allowDecimal={false}
      thousandSeparator={plain ? '' : separators.group}
      decimalSeparator={separators.decimal}
      suffix={unit ? ` ${unit}` : ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : '')}
    />
  )
}
