// npm run dev: the app with hot reload. In Electron where that can run, else headless host and Vite side by side.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { devHost } from './devHost.ts'
import { electronBinary, whyNoDesktop } from './desktop.ts'
import { root } from './project.ts'

const reason = whyNoDesktop() ?? (electronBinary() === null ? 'the Electron binary cannot be fetched' : null)
if (reason === null) {
  const vite = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  const child = spawn(process.execPath, [vite, 'dev', '--watch'], { cwd: root, stdio: 'inherit' })
  child.on('exit', (code) => process.exit(code ?? 1))
} else {
  console.error(`No window here (${reason}): the headless host and the Vite server instead.`)
  await devHost(process.argv.slice(2))
}
