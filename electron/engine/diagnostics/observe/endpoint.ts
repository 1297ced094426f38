import type { Endpoint } from '../../../../shared/model/diagnosis/observation.ts'
import { probeDeep } from '../tls/deep.ts'
import { approach } from './approach.ts'
import { Visit, type EndpointTask, type VisitTools } from './visit.ts'

/** Between two connections of many: fast enough for people, slow enough for servers that count. */
const deepGapMilliseconds = 50

/** Reaches one port of one address and takes it through its stages. */
export class EndpointProbe {
  readonly #visit: Visit

  constructor(task: EndpointTask, tools: VisitTools) {
    this.#visit = new Visit(task, tools)
  }

  /** What was seen, as far as it got. Grows while it runs. */
  get state(): Endpoint {
    return this.#visit.state
  }

  /** `milliseconds`: how long the name took; null when an address was given. */
  async run(milliseconds: number | null): Promise<void> {
    const { stages, task, tools } = this.#visit
    if (milliseconds === null) stages.skip('An address was given: there is no name to look up.', 'name')
    else stages.done('name', milliseconds)
    if (task.depth !== 'deep') stages.skip('Not asked for.', 'deep')
    if (!task.loginAsked) stages.skip('Not asked for.', 'login')
    if (task.dryRun === null) stages.skip('Not asked for.', 'dryRun')
    if (tools.manners.stopped !== null) return stages.skipRest(tools.manners.stopped)
    try {
      await approach(this.#visit)
    } catch (error) {
      stages.skipRest(tools.signal.aborted ? 'The diagnosis was stopped.' : 'The diagnosis failed.')
      throw error
    }
    if (task.depth !== 'deep') stages.skipRest('There was nothing to go on with.')
  }

  /** Whether mail can leave here, verified: what makes looking elsewhere needless. */
  get isGood(): boolean {
    const { handshake, chain, greeting } = this.state
    return greeting?.code === 220 && handshake?.ok === true && chain !== null && this.#visit.isVerified(chain)
  }

  /** Whether there are cipher suites to be found out. */
  get speaksTls(): boolean {
    return this.state.versions.some(({ answer }) => answer === 'offered')
  }

  /** Every cipher suite and curve, one connection after another, `most` at most. */
  async runDeep(most: number): Promise<void> {
    const { stages, state, sni, tools, openForTls } = this.#visit
    const result = await stages.run(
      'deep',
      () =>
        probeDeep(openForTls, {
          serverName: sni,
          versions: state.versions.filter(({ answer }) => answer === 'offered').map(({ version }) => version),
          gapMs: deepGapMilliseconds,
          timeoutMs: tools.patience.tls,
          signal: tools.signal,
          maxConnections: most,
        }),
      ({ throttled }) => throttled !== null,
    )
    const { throttled, ...deep } = result
    state.deep = deep
    if (throttled !== null) this.#visit.throttle(throttled)
  }

  /** What has not run will not. */
  end(because: string): void {
    this.#visit.stages.skipRest(because)
  }
}
