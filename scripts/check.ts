// npm run check: types, lint, who may import whom, format. All run, all reported.
import { runChecks } from './steps.ts'

const results = await runChecks()
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1
