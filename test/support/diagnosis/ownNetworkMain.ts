// Run by `inOwnNetwork`: one diagnosis, its question as JSON in, its report as JSON out.
import type { z } from 'zod'
import type { DiagnosisRequest } from '../../../shared/model/diagnosis/question.ts'
import { runWith } from './runWith.ts'

const question = JSON.parse(process.argv[2] ?? '{}') as z.input<typeof DiagnosisRequest>
process.stdout.write(JSON.stringify(await runWith(question)))
