import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { UsageError } from './run.ts'

/** Parses a command's arguments; anything it does not know is a usage error that names the help. */
export function parseFlags<const Options extends ParseArgsOptionsConfig>(
  command: string,
  args: readonly string[],
  options: Options,
  positionals = false,
) {
  try {
    return parseArgs({
      args: [...args],
      options: { ...options, help: { type: 'boolean', short: 'h', default: false } },
      allowPositionals: positionals,
    })
  } catch (error) {
    const reason = (error as Error).message.split(/\.\s|\n/, 1)[0] ?? ''
    throw new UsageError(`${reason}. See: sandpost ${command} --help`)
  }
}

/** A whole number given as a flag, within limits. */
export function wholeNumber(flag: string, value: string | undefined, min: number, max: number): number | undefined {
  if (value === undefined) return undefined
  const number = Number(value)
  if (!/^\d+$/.test(value) || number < min || number > max)
    throw new UsageError(`--${flag} takes a whole number from ${min} to ${max}, not "${value}".`)
  return number
}

/** A TCP port; 0 picks a free one. */
export function portNumber(flag: string, value: string | undefined): number | undefined {
  return wholeNumber(flag, value, 0, 65_535)
}
