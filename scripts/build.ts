// npm run build: everything under out/.
import { buildAll } from './project.ts'

try {
  await buildAll('info')
} catch (error) {
  console.error(`The build failed: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
