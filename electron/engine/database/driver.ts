import Driver from 'better-sqlite3'

export type SqlValue = string | number | bigint | null | Uint8Array

/** A prepared question. */
export interface Query<Row> {
  get(...values: SqlValue[]): Row | undefined
  all(...values: SqlValue[]): Row[]
}

/** A prepared change. */
export interface Command {
  run(...values: SqlValue[]): { readonly changes: number; readonly lastInsertRowid: number | bigint }
}

/** What a reader gets: it can ask, and whatever it asks cannot change a row. */
export interface ReadableDatabase {
  /** Rows as objects. Prepared once per text. */
  query<Row>(sql: string): Query<Row>
  /** The first column alone. */
  values<Value>(sql: string): Query<Value>
}

export interface WritableDatabase extends ReadableDatabase {
  /** Prepared once per text. */
  command(sql: string): Command
  /** All or nothing. Not to be nested. */
  transaction<T>(work: () => T): T
}

/** Search texts give statements of many shapes: more than these are forgotten and prepared again. */
const keepPrepared = 300

/** One connection to one SQLite file. The only class that knows the driver. */
export class Connection implements WritableDatabase {
  readonly #driver: Driver.Database
  readonly #queries = new Map<string, Driver.Statement>()
  readonly #values = new Map<string, Driver.Statement>()
  readonly #commands = new Map<string, Driver.Statement>()
  readonly #commitListeners = new Set<() => void>()

  constructor(path: string, options: { waitForLockMs: number }) {
    this.#driver = new Driver(path, { timeout: options.waitForLockMs })
  }

  query<Row>(sql: string): Query<Row> {
    return this.#prepared(this.#queries, sql, readOnly) as Query<Row>
  }

  values<Value>(sql: string): Query<Value> {
    return this.#prepared(this.#values, sql, (statement) => readOnly(statement).pluck()) as Query<Value>
  }

  command(sql: string): Command {
    return this.#prepared(this.#commands, sql, (statement) => statement)
  }

  /** BEGIN is deferred: an immediate one would take the write lock of every attached file, also search.db's. */
  transaction<T>(work: () => T): T {
    this.command('BEGIN').run()
    let result: T
    try {
      result = work()
      this.command('COMMIT').run()
    } catch (error) {
      // SQLite rolls back by itself after some failures (full disk, I/O error).
      if (this.#driver.inTransaction) this.command('ROLLBACK').run()
      throw error
    }
    for (const listener of this.#commitListeners) listener()
    return result
  }

  /** Called after every transaction that reached the disk. */
  onCommit(listener: () => void): void {
    this.#commitListeners.add(listener)
  }

  /** Several statements, nothing bound: pragmas and migrations. */
  run(sql: string): void {
    this.#driver.exec(sql)
  }

  pragma(text: string): unknown {
    return this.#driver.pragma(text, { simple: true })
  }

  /** Moves what it can from the WAL into the database file without waiting for anybody. */
  checkpoint(): { readonly walFrames: number; readonly movedFrames: number } {
    const [row] = this.#driver.pragma('main.wal_checkpoint(PASSIVE)') as { log: number; checkpointed: number }[]
    return { walFrames: row?.log ?? 0, movedFrames: row?.checkpointed ?? 0 }
  }

  close(): void {
    this.#driver.close()
  }

  #prepared(
    cache: Map<string, Driver.Statement>,
    sql: string,
    finish: (statement: Driver.Statement) => Driver.Statement,
  ): Driver.Statement {
    const known = cache.get(sql)
    if (known) return known
    if (cache.size >= keepPrepared) cache.clear()
    const statement = finish(this.#driver.prepare(sql))
    cache.set(sql, statement)
    return statement
  }
}

function readOnly(statement: Driver.Statement): Driver.Statement {
  if (!statement.readonly) throw new Error('A query must not write')
  return statement
}
