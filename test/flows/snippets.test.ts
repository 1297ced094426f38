import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findSnippets, snippets } from '../../renderer/inbox/welcome/snippets/all.ts'
import { findProgram } from '../support/programs.ts'
import { removeFolder, runProgram, startHost, temporaryFolder, type TestHost } from '../support/testHost.ts'

// What the welcome page offers to paste is pasted here, and must bring a message in.

let host: TestHost
const data = temporaryFolder()
const desk = temporaryFolder()

beforeAll(async () => {
  symlinkSync(join(import.meta.dirname, '../../node_modules'), join(desk, 'node_modules'), 'junction')
  host = await startHost(data)
})
afterAll(async () => {
  await host.stop()
  removeFolder(data)
  removeFolder(desk)
})

const runs = [
  { id: 'node', program: process.execPath, file: 'send.mjs', subject: 'Hello from Nodemailer' },
  { id: 'python', program: findProgram('python3'), file: 'send.py', subject: 'Hello from Python' },
  { id: 'curl', program: findProgram('curl') && findProgram('sh'), file: 'curl.sh', subject: 'Hello from curl' },
  { id: 'swaks', program: findProgram('swaks') && findProgram('sh'), file: 'swaks.sh', subject: 'Hello from swaks' },
  { id: 'ruby', program: findProgram('ruby'), file: 'send.rb', subject: 'Hello from Ruby' },
  { id: 'go', program: findProgram('go'), file: 'main.go', subject: 'Hello from Go', before: ['run'] },
]

describe('snippets, pasted and run', () => {
  for (const { id, program, file, subject, before = [] } of runs) {
    test.skipIf(program === null)(`${id} brings a message in`, async () => {
      const path = join(desk, file)
      writeFileSync(path, codeOf(id))
      const { code, stderr } = await runProgram(program ?? '', [...before, path])
      expect(code, stderr).toBe(0)
      const search = new URLSearchParams({ search: `subject:"${subject}"`, timeout: '10' })
      const arrived = await host.rest(`/messages/wait?${search}`)
      expect(arrived.status).toBe(200)
      expect(await arrived.json()).toMatchObject({
        subject,
        from: { name: id === 'swaks' ? '' : 'My app', address: 'app@example.test' },
        envelope: { mailFrom: { address: 'app@example.test' }, recipients: [{ address: 'you@example.test' }] },
        flags: [],
        findings: [],
      })
    })
  }
})

test('every snippet names the real host and port', () => {
  for (const { id, code } of snippets) {
    const text = code({ host: '192.0.2.7', port: 45_678 })
    expect(text, id).toContain('192.0.2.7')
    expect(text, id).toContain('45678')
    expect(text, id).not.toContain('2525')
  }
})

test('a snippet is found by its name, its family and its words', () => {
  expect(findSnippets('php').map(({ id }) => id)).toEqual(['php', 'laravel', 'symfony', 'wordpress'])
  expect(findSnippets('  NODE mailer ').map(({ id }) => id)).toEqual(['node'])
  expect(findSnippets('').length).toBe(snippets.length)
  expect(findSnippets('cobol')).toEqual([])
})

function codeOf(id: string): string {
  const snippet = snippets.find((one) => one.id === id)
  return snippet?.code({ host: '127.0.0.1', port: host.smtpPort }) ?? ''
}
