// oxlint-disable-next-line no-control-regex -- control characters are what is replaced
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/** A value as JSON, or as text for people. Returns the exit code. */
export function print<T>(json: boolean, value: T, text: (value: T) => string): number {
  // What servers and senders wrote must not steer the terminal it is shown in.
  process.stdout.write(
    json ? `${JSON.stringify(value, null, 2)}\n` : text(value).replaceAll('\r\n', '\n').replace(controls, '?'),
  )
  return 0
}

export function say(sentence: string): number {
  process.stdout.write(`${sentence}\n`)
  return 0
}

/** `2026-11-21 07:25`, in UTC; '' for never. */
export function minute(time: string | null): string {
  return time?.slice(0, 16).replace('T', ' ') ?? ''
}
