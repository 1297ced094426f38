import type { Migration } from '../migrate.ts'
import { sql as mail } from './0001-mail.ts'
import { sql as browserSessions } from './0002-browser-sessions.ts'
import { sql as loginReasons } from './0003-login-reasons.ts'
import { sql as delivery } from './0004-delivery.ts'
import { sql as webhooks } from './0005-webhooks.ts'
import { sql as faultScenarios } from './0006-fault-scenarios.ts'
import { sql as diagnoses } from './0007-diagnoses.ts'

/** In the order in which they are applied. TypeScript modules, not .sql files: they run from source and bundled alike. */
export const mailMigrations: readonly Migration[] = [
  { name: '0001-mail', sql: mail },
  { name: '0002-browser-sessions', sql: browserSessions },
  { name: '0003-login-reasons', sql: loginReasons },
  { name: '0004-delivery', sql: delivery },
  { name: '0005-webhooks', sql: webhooks },
  { name: '0006-fault-scenarios', sql: faultScenarios },
  { name: '0007-diagnoses', sql: diagnoses },
]
