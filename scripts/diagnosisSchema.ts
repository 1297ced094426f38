// node scripts/diagnosisSchema.ts: writes docs/diagnosis.schema.json, the shape of diagnoses as JSON.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { reportSchema } from '../electron/engine/diagnostics/report/file.ts'
import { root } from './project.ts'

const json = await format(JSON.stringify(reportSchema()), { parser: 'json', printWidth: 120 })
writeFileSync(join(root, 'docs/diagnosis.schema.json'), json)
