import type { ListenerSecurity, LoginFacts, Session, SessionEnding } from '../../../../shared/model/session.ts'
import type { ReadableDatabase, SqlValue, WritableDatabase } from '../../database/open.ts'

export interface SessionRow {
  readonly id: number
  readonly listener_port: number
  readonly security: ListenerSecurity
  readonly remote_address: string
  readonly remote_port: number
  readonly started_at: number
  readonly ended_at: number | null
  readonly ending: SessionEnding
  readonly client_name: string | null
  readonly tls_protocol: string | null
  readonly tls_cipher: string | null
  readonly tls_server_name: string | null
  readonly login_mechanism: string | null
  readonly login_username: string | null
  readonly login_result: LoginFacts['result'] | null
  readonly messages: number
  readonly refusals: number
  readonly last_refusal: string | null
  readonly login_credential: string | null
  readonly login_reason: LoginFacts['reason']
  readonly login_explanation: string | null
}

/** Written with the session's first message, and again when it ends, with the first and the last message it brought. */
export function saveSession(
  db: WritableDatabase,
  session: Session,
  firstMessage: number | null,
  lastMessage: number | null,
): void {
  const { tls, login } = session
  db.command(
    'INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(
    session.id,
    session.listenerPort,
    session.security,
    session.remoteAddress,
    session.remotePort,
    Date.parse(session.startedAt),
    session.endedAt === null ? null : Date.parse(session.endedAt),
    session.ending,
    session.clientName,
    tls && tls.protocol,
    tls && tls.cipher,
    tls && tls.serverName,
    login && login.mechanism,
    login && login.username,
    login && login.result,
    session.messages,
    session.refusals,
    session.lastRefusal,
    firstMessage,
    lastMessage,
    login && login.credentialId,
    login && login.reason,
    login && login.explanation,
  )
}

export function selectSession(db: ReadableDatabase, id: number): Session | null {
  const row = db.query<SessionRow>('SELECT * FROM sessions WHERE id = ?').get(id)
  return row ? sessionOf(row) : null
}

export interface SessionFilter {
  readonly show: 'all' | 'failed' | 'refusedLogins'
  readonly credential?: string | undefined
  /** A LIKE pattern (escaped with \) for address, client name or user name; null takes all. */
  readonly like: string | null
}

/** Newest first, below `before`. */
export function selectSessions(db: ReadableDatabase, filter: SessionFilter, before: number, limit: number): Session[] {
  const { sql, values } = conditionOf(filter)
  return db
    .query<SessionRow>(`SELECT * FROM sessions WHERE ${sql} AND id < ? ORDER BY id DESC LIMIT ?`)
    .all(...values, before, limit)
    .map(sessionOf)
}

export function countSessions(db: ReadableDatabase, filter: SessionFilter): number {
  const { sql, values } = conditionOf(filter)
  return db.values<number>(`SELECT count(*) FROM sessions WHERE ${sql}`).get(...values) ?? 0
}

/** After a crash: sessions that were open then are over. */
export function closeOpenSessions(db: WritableDatabase): void {
  db.command(
    `UPDATE sessions SET ending = 'serverStopped', last_message = (SELECT max(id) FROM messages) WHERE ending = 'open'`,
  ).run()
}

/** Ended sessions in a stretch of ids, oldest first, and whether a message of theirs is still there. */
export function sessionsWithMail(
  db: ReadableDatabase,
  stretch: { after: number; upTo: number; limit: number },
): { id: number; has_mail: number }[] {
  // A session's messages lie between its first and its last, so no index over all messages is needed for this.
  const brought = (table: string) =>
    `EXISTS (SELECT 1 FROM ${table} m WHERE m.id BETWEEN s.first_message AND s.last_message AND m.session_id = s.id)`
  return db
    .query<{ id: number; has_mail: number }>(
      `SELECT id, ${brought('messages')} OR ${brought('trash')} AS has_mail
        FROM sessions s WHERE id > ? AND id <= ? AND ending <> 'open' ORDER BY id LIMIT ?`,
    )
    .all(stretch.after, stretch.upTo, stretch.limit)
}

/** The id of the session that has `newer` newer ones; 0 when there are not so many. */
export function sessionBehind(db: ReadableDatabase, newer: number): number {
  return db.values<number>('SELECT id FROM sessions ORDER BY id DESC LIMIT 1 OFFSET ?').get(newer) ?? 0
}

export function deleteSessions(db: WritableDatabase, ids: readonly number[]): void {
  db.command('DELETE FROM sessions WHERE id IN (SELECT value FROM json_each(?))').run(JSON.stringify(ids))
}

function conditionOf({ show, like, credential }: SessionFilter): { sql: string; values: SqlValue[] } {
  const conditions = [shown[show]]
  const values: SqlValue[] = []
  if (credential !== undefined) {
    conditions.push('login_credential = ?')
    values.push(credential)
  }
  if (like !== null) {
    const places = ['remote_address', 'client_name', 'login_username']
    conditions.push(`(${places.map((column) => `${column} LIKE ? ESCAPE '\\'`).join(' OR ')})`)
    values.push(...places.map(() => like))
  }
  return { sql: conditions.join(' AND '), values }
}

const shown: Record<SessionFilter['show'], string> = {
  all: '1',
  failed: "(refusals > 0 OR ending NOT IN ('open', 'quit', 'clientClosed', 'serverStopped'))",
  refusedLogins: 'login_reason IS NOT NULL',
}

function sessionOf(row: SessionRow): Session {
  return {
    id: row.id,
    listenerPort: row.listener_port,
    security: row.security,
    remoteAddress: row.remote_address,
    remotePort: row.remote_port,
    startedAt: new Date(row.started_at).toISOString(),
    endedAt: row.ended_at === null ? null : new Date(row.ended_at).toISOString(),
    ending: row.ending,
    clientName: row.client_name,
    tls:
      row.tls_protocol === null
        ? null
        : { protocol: row.tls_protocol, cipher: row.tls_cipher ?? '', serverName: row.tls_server_name },
    login:
      row.login_mechanism === null || row.login_result === null
        ? null
        : {
            mechanism: row.login_mechanism,
            username: row.login_username ?? '',
            result: row.login_result,
            credentialId: row.login_credential,
            reason: row.login_reason,
            explanation: row.login_explanation ?? '',
          },
    messages: row.messages,
    refusals: row.refusals,
    lastRefusal: row.last_refusal,
  }
}
