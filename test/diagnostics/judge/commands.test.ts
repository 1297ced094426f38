import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { shellWord } from '../../../electron/engine/diagnostics/judge/commands.ts'
import type { Command } from '../../../shared/model/diagnosis/report.ts'
import { observations, starttlsEndpoint, tlsEndpoint } from '../../support/observations.ts'
import { judged } from './judging.ts'

const hostile = [
  "'; touch /tmp/owned; '",
  '$(id)',
  '`id`',
  '"$HOME"',
  'a b\\',
  "it's",
  '-oProxyCommand=x',
  'a\nb',
  '\u001b]0;owned\u0007',
  '*?[a]{b,c}~!#',
  '&& rm -rf /',
  'ключ.example',
]

/** The words a real shell makes of a command, without running it. */
function wordsOf(command: string): string[] {
  const [program = '', ...rest] = command.split(' ')
  const printed = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${[program, ...rest].join(' ')}`], {
    encoding: 'utf8',
  })
  return printed.split('\0').slice(0, -1)
}

// oxlint-disable-next-line no-control-regex
const withoutControls = (text: string) => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '')

describe.skipIf(process.platform === 'win32')('commands to paste', () => {
  it.each(hostile)('%j is one word, and the same one, to a real shell', (text) => {
    expect(wordsOf(shellWord(text))).toEqual([withoutControls(text)])
  })

  it.each(hostile)('%j as host, server name and user name runs nothing', (text) => {
    const seen = observations([starttlsEndpoint(587), tlsEndpoint(465)], { host: text })
    for (const asking of [{ username: text }, { serverName: text }]) {
      const { commands } = judged(seen, { ...asking, host: text })
      expect(commands).toHaveLength(6)
      for (const { tool, command } of commands) {
        execFileSync('/bin/sh', ['-n', '-c', command])
        const words = wordsOf(command)
        expect(words[0]).toBe(tool)
        expect(words.some((word) => word.includes(withoutControls(text).replaceAll(':', '%3A')))).toBe(true)
      }
    }
  })
})

const commandsFor = (port: number, asking = {}): Record<Command['tool'], string> => {
  const endpoint = port === 465 ? tlsEndpoint(465, {}, '2001:db8::1') : starttlsEndpoint(587)
  const { commands } = judged(observations([endpoint]), asking)
  return Object.fromEntries(commands.map(({ tool, command }) => [tool, command])) as Record<Command['tool'], string>
}

it('STARTTLS on a port that begins in clear', () => {
  expect(commandsFor(587)).toEqual({
    openssl:
      'openssl s_client -connect 192.0.2.1:587 -starttls smtp -servername smtp.example.com -verify_hostname smtp.example.com -showcerts',
    swaks: 'swaks --server 192.0.2.1 --port 587 --tls --tls-sni=smtp.example.com --quit-after EHLO',
    curl: 'curl -v -g --ssl-reqd --connect-to ::192.0.2.1:587 smtp://smtp.example.com:587',
  })
})

it('TLS from the first byte, over IPv6', () => {
  const { openssl, swaks, curl } = commandsFor(465)
  expect(openssl).toContain("-connect '[2001:db8::1]:465' -servername")
  expect(swaks).toContain('--server 2001:db8::1 --port 465 --tls-on-connect')
  expect(curl).toContain("'::[2001:db8::1]:465' smtps://smtp.example.com:465")
})

it('a login is asked for without its password: the tools ask for it', () => {
  const commands = commandsFor(587, { username: 'app' })
  expect(commands.swaks).toContain('--auth-user=app --quit-after AUTH')
  expect(Object.values(commands).join(' ')).not.toMatch(/--auth-password|-ap\b|app:/)
})
