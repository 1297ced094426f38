import { createInterface } from 'node:readline'
import { takeFromEnvironment } from '../host.ts'
import { Failure } from './run.ts'

/**
 * A secret, never from the arguments (every user of the machine can read those): from the environment variable that was
 * named, else typed without echo, else the first line of standard input.
 */
export async function readSecret(prompt: string, variable: string | undefined): Promise<string> {
  if (variable !== undefined) {
    const value = takeFromEnvironment(variable)
    if (value === null) throw new Failure(`The environment variable ${variable} is empty or not set.`, 2)
    return value
  }
  const secret = process.stdin.isTTY ? await typed(prompt) : await firstLine()
  if (secret === '')
    throw new Failure(`${prompt} was not given: type it, name an environment variable that holds it, or pipe it in.`, 2)
  return secret
}

/** Whether the person says yes. Without a terminal nobody can. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await new Promise<string>((resolve) => lines.question(`${question} [y/N] `, resolve))
  lines.close()
  return /^y(es)?$/i.test(answer.trim())
}

function typed(prompt: string): Promise<string> {
  const { stdin, stderr } = process
  stderr.write(`${prompt}: `)
  stdin.setRawMode(true)
  stdin.setEncoding('utf8').resume()
  return new Promise((resolve, reject) => {
    let text = ''
    const end = () => {
      stdin.off('data', take).setRawMode(false).pause()
      stderr.write('\n')
    }
    const take = (keys: string) => {
      for (const key of keys) {
        if (key === '\r' || key === '\n') {
          end()
          resolve(text)
          return
        }
        if (key === '\u0003' || key === '\u0004') {
          end()
          reject(new Failure('Cancelled.', 130))
          return
        }
        text = key === '\u007f' || key === '\b' ? text.slice(0, -1) : text + key
      }
    }
    stdin.on('data', take)
  })
}

async function firstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line
  return ''
}
