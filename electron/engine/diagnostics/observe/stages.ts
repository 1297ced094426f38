import { Stage, type StageRecord } from '../../../../shared/model/diagnosis/observation.ts'

/** The stages of one endpoint: what ran, how long it took, and why the rest did not. */
export class Stages {
  readonly records: StageRecord[]
  readonly #changed: () => void

  constructor(changed: () => void) {
    this.#changed = changed
    this.records = Stage.options.map((stage) => ({ stage, state: 'waiting', milliseconds: null, because: null }))
  }

  /** Does `work` as this stage. `failed` says of its result whether the stage got what it is for. */
  async run<T>(stage: Stage, work: () => Promise<T>, failed: (result: T) => boolean): Promise<T> {
    const record = this.#of(stage)
    const began = performance.now()
    record.state = 'running'
    this.#changed()
    const result = await work()
    record.milliseconds = performance.now() - began
    record.state = failed(result) ? 'failed' : 'done'
    this.#changed()
    return result
  }

  /** It was done elsewhere. */
  done(stage: Stage, milliseconds: number | null, failed = false): void {
    Object.assign(this.#of(stage), { state: failed ? 'failed' : 'done', milliseconds })
  }

  /** It will not run, and why. What has run stays as it is. */
  skip(because: string, ...stages: readonly Stage[]): void {
    for (const stage of stages) {
      const record = this.#of(stage)
      if (record.state === 'waiting' || record.state === 'running') Object.assign(record, { state: 'notRun', because })
    }
    this.#changed()
  }

  /** Nothing that has not run will. */
  skipRest(because: string): void {
    this.skip(because, ...Stage.options)
  }

  #of(stage: Stage): StageRecord {
    return this.records[Stage.options.indexOf(stage)] as StageRecord
  }
}
