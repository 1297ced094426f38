import { readFileSync } from 'node:fs'

/** Clock ticks per second of /proc/<pid>/stat; 100 on every Linux that matters (sysconf _SC_CLK_TCK). */
const ticksPerSecond = 100

/** User and system CPU seconds a process has used so far, all its threads together. Linux only. */
export function cpuSeconds(pid: number): number {
  // The command name in field 2 may hold spaces: fields are counted after its closing bracket.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** The most memory the process ever held, in MB. Linux only. */
export function peakMemoryMb(pid: number): number {
  const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Math.round(Number(line?.[1]) / 1024)
}
