import type { Profile } from '../../shared/model/manners.ts'
import type { UpstreamPreset } from '../../shared/model/upstream.ts'
import type { ProviderFacts } from './diagnostics/judge/judge.ts'

/**
 * What diagnostics needs to know of the provider with this id, or of the one whose host this is; null when it is none of
 * those whose profile is known. `presets`: AhaSend has one for each of its regions.
 */
export function providerFacts(
  profiles: readonly Profile[],
  presets: readonly Pick<UpstreamPreset, 'id' | 'host' | 'username' | 'advice'>[],
  id: string | null,
  host: string,
): ProviderFacts | null {
  const of = (name: string) => presets.filter((preset) => preset.id === name || preset.id.startsWith(`${name}-`))
  const asked = host.toLowerCase()
  const profile =
    profiles.find(({ name }) => name === id) ??
    profiles.find(({ name }) =>
      of(name).some((preset) => asked === preset.host || asked.endsWith(`.${domainOf(preset.host)}`)),
    )
  if (!profile || profile.name === 'sandpost') return null
  const [first] = of(profile.name)
  return {
    id: profile.name,
    title: profile.title,
    hosts: of(profile.name).map((preset) => preset.host),
    ports: profile.ports,
    username: first?.username ?? null,
    mechanisms: null,
    advice: first?.advice ?? [],
  }
}

/** `sendgrid.net` of `smtp.sendgrid.net`. */
function domainOf(host: string): string {
  return host.split('.').slice(-2).join('.')
}
