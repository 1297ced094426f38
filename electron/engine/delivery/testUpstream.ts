import type { UpstreamTest } from '../../../shared/model/upstream.ts'
import type { ClientError, ClientOptions, SmtpClient } from '../mailer.ts'
import { explainConnectFailure } from './sending/failures.ts'

type Step = UpstreamTest['steps'][number]

/** Connects, and logs in by choice. Sends no message. Never rejects. */
export async function testUpstream(options: ClientOptions, name: string, withLogin: boolean): Promise<UpstreamTest> {
  const { SmtpClient: Client } = await import('../mailer.ts')
  const server = `${name} (${options.host}:${options.port})`
  const steps: Step[] = []
  let client: SmtpClient
  let started = performance.now()
  try {
    client = await Client.connect(options)
  } catch (error) {
    const failure = explainConnectFailure(error as ClientError, server)
    const failed: Step = {
      name: failure.is === 'tls' ? 'tls' : 'connect',
      result: 'failed',
      detail: failure.text,
      milliseconds: performance.now() - started,
    }
    const before: Step[] = failure.is === 'tls' ? [done('connect', 'The server answers.', null)] : []
    const after: Step[] = failure.is === 'tls' ? [] : [notRun('tls')]
    return {
      works: false,
      summary: failure.text,
      steps: [...before, failed, ...after, notRun('login')],
      dialogue: (error as { dialogue?: string }).dialogue ?? '',
    }
  }
  steps.push(done('connect', `The server answers at ${client.address ?? options.host}.`, performance.now() - started))
  steps.push(
    client.tls === null
      ? { name: 'tls', result: 'notRun', detail: 'The connection is not encrypted.', milliseconds: null }
      : done('tls', client.tls, null),
  )
  const finish = (summary: string, works: boolean): UpstreamTest => {
    const dialogue = client.takeDialogue()
    client.quit()
    return { works, summary, steps, dialogue }
  }
  if (!withLogin || options.login.is === 'none') {
    steps.push({
      name: 'login',
      result: 'notRun',
      detail: options.login.is === 'none' ? 'This upstream has no login.' : 'Not tried: you did not ask for it.',
      milliseconds: null,
    })
    return finish(`${server} answers${client.tls === null ? ', without encryption' : ', encrypted'}.`, true)
  }
  started = performance.now()
  try {
    await client.login()
    steps.push(done('login', 'The login is accepted.', performance.now() - started))
    return finish(`${server} answers and accepts the login.`, true)
  } catch (error) {
    const failure = explainConnectFailure(error as ClientError, server)
    steps.push({ name: 'login', result: 'failed', detail: failure.text, milliseconds: performance.now() - started })
    return finish(failure.text, false)
  }
}

function done(name: Step['name'], detail: string, milliseconds: number | null): Step {
  return { name, result: 'done', detail, milliseconds }
}

function notRun(name: Step['name']): Step {
  return { name, result: 'notRun', detail: 'Not reached.', milliseconds: null }
}
