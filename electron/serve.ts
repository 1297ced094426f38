// Headless host: the same engine and the same UI, over HTTP.
import { run } from './cli/run.ts'
import { serve } from './cli/serve.ts'

run(() => serve(process.argv.slice(2), import.meta.url))
