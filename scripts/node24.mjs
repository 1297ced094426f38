// Runs a script of this project on a Node new enough for it, whatever Node the machine has:
//   node scripts/node24.mjs scripts/start.ts --flag
// Plain JavaScript that any Node since 16 reads. better-sqlite3 13 crashes on Node 20, and .ts runs from 22.18 on.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const [script, ...args] = process.argv.slice(2)
const node = newEnough(process.versions.node) ? process.execPath : bundledNode()

if (node === undefined) {
  console.error(
    `Sandpost needs Node 22.18 or later; this is ${process.versions.node}. Run "npm ci" with npm 11, which brings one, or install a newer Node.`,
  )
  process.exit(1)
}

// Tools started by the script (vite, playwright) find the same Node first.
const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter)
const child = spawn(node, [join(root, script), ...args], { stdio: 'inherit', env: { ...process.env, PATH: path } })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(signal ? 1 : code))

function newEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 18)
}

// npm 11 links node_modules/.bin/node as well; npm 10 installs the package without the link.
function bundledNode() {
  const names = [`node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`]
  names.push(`node-bin-${process.platform}-${process.arch}`)
  const file = process.platform === 'win32' ? 'node.exe' : 'node'
  return names
    .flatMap((name) => [
      join(root, 'node_modules', name, 'bin', file),
      join(root, 'tools', 'node24', 'node_modules', name, 'bin', file),
    ])
    .find((candidate) => existsSync(candidate))
}
