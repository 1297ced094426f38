// The headless host from source, restarted on change, behind a Vite server that reloads the page's modules in place.
import react from '@vitejs/plugin-react'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { createServer } from 'vite'
import { root } from './project.ts'

/** Runs until Ctrl-C. Arguments go to the host. */
export async function devHost(args: readonly string[]): Promise<void> {
  let host = await startHost(args, '0')
  const target = host.http
  const { port } = new URL(target)

  const vite = await createServer({
    root: join(root, 'renderer'),
    configFile: false,
    plugins: [react()],
    server: {
      // Host and Origin are passed on as they are: the host's own checks stay in force.
      proxy: Object.fromEntries(
        ['/api', '/rpc', '/sign-in'].map((path) => [path, { target, changeOrigin: false, ws: path === '/rpc' }]),
      ),
    },
  })
  await vite.listen()
  const address = vite.resolvedUrls?.local[0] ?? ''
  console.error(`\nPage with hot reload: ${address}sign-in?${host.signIn.split('?')[1] ?? ''}\n`)

  let pending: NodeJS.Timeout | undefined
  const restart = async () => {
    const ended = once(host.process, 'exit')
    host.process.kill('SIGTERM')
    await ended
    console.error('Sources changed: starting the host again …')
    // The same port as before, so that the page finds it.
    host = await startHost(args, port)
  }
  for (const folder of ['electron', 'shared']) {
    watch(join(root, folder), { recursive: true }, () => {
      clearTimeout(pending)
      pending = setTimeout(() => void restart().catch((error: unknown) => console.error(String(error))), 200)
    })
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      host.process.kill('SIGTERM')
      void vite.close().then(() => process.exit(0))
    })
  }
}

interface Host {
  readonly process: ChildProcess
  readonly http: string
  readonly signIn: string
}

async function startHost(args: readonly string[], port: string): Promise<Host> {
  const child = spawn(process.execPath, [join(root, 'electron/serve.ts'), '--json', '--http', port, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.push(text)
    process.stderr.write(text)
  })
  child.on('exit', (code) => {
    if (code !== 0 && code !== null) console.error('The host ended. Save a source file to start it again.')
  })
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
  const { http } = JSON.parse(line) as { http: string }
  const text = output.join('') || ((await once(child.stderr, 'data')) as [string])[0]
  return { process: child, http, signIn: /http\S+\/sign-in\?\S+/.exec(text)?.[0] ?? '' }
}
