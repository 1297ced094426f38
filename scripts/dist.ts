// npm run dist: builds and packs the desktop app. What follows `--` goes to electron-builder, e.g. `-- --dir` for the
// unpacked app alone, `-- --win` for another system.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { electronBinary } from './desktop.ts'
import { buildAll, root } from './project.ts'

const args = process.argv.slice(2)
const binary = args.some((arg) => arg.includes('electronDist')) ? 'given' : electronBinary()
if (binary === null) {
  console.error(
    'Nothing was packed: Electron cannot be fetched here. Try again with a network, or give a folder that holds it: npm run dist -- -c.electronDist=FOLDER',
  )
  process.exitCode = 1
} else {
  await buildAll('warn')
  // For this very machine the Electron that is there will do; for others electron-builder fetches theirs.
  const forThisMachine = binary !== 'given' && args.every((arg) => arg === '--dir')
  process.exitCode = await pack([
    ...args,
    ...(forThisMachine ? [`-c.electronDist=${join(root, 'node_modules/electron/dist')}`] : []),
  ])
}

function pack(builderArgs: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [join(root, 'node_modules/electron-builder/cli.js'), ...builderArgs], {
    cwd: root,
    stdio: 'inherit',
  })
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
}
