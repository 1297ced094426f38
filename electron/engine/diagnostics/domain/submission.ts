import type { NameResolver } from '../nameResolver.ts'
import { draft, unknown, whyUnknown, type Draft } from './record.ts'

const services = [
  { name: '_submissions._tcp', means: 'TLS from the first byte', port: 465 },
  { name: '_submission._tcp', means: 'STARTTLS', port: 587 },
]

/** Where programs for mail find the server for sending (RFC 6186, 8314 5.1). */
export async function checkSubmission(resolver: NameResolver, domain: string): Promise<Draft> {
  const name = services.map((service) => `${service.name}.${domain}`).join(', ')
  const answers = await Promise.all(services.map((service) => resolver.ask('SRV', `${service.name}.${domain}`)))
  const failed = answers.map(whyUnknown).find((why) => why !== null)
  const found = answers.flatMap((answer, index) =>
    answer.values.map((value) => {
      const [, , port = '', host = ''] = value.split(' ')
      return { at: answer.name, value, port: Number(port), host, service: services[index] }
    }),
  )
  if (found.length === 0 && failed !== undefined) return unknown('submission', name, failed)
  if (found.length === 0)
    return draft('submission', name, {
      state: 'notPublished',
      summary:
        'The domain does not publish which server its programs should send through. Few do; apps do not look for it.',
    })
  const offered = found.filter(({ host }) => host !== '.' && host !== '')
  const problems = offered
    .filter(({ port, service }) => port !== service?.port)
    .map(
      ({ at, port, service }) => `${at} names port ${port}; ${service?.port} is the usual one for ${service?.means}.`,
    )
  return draft('submission', name, {
    raw: found.map(({ at, value }) => `${at} ${value}`),
    parts: found.map(({ value, host, port, service }) => ({
      part: value,
      means:
        host === '.' || host === ''
          ? `Sending with ${service?.means} is not offered (RFC 6186 3.4).`
          : `Send through ${host}, port ${port}, with ${service?.means}.`,
    })),
    problems,
    summary:
      offered.length === 0
        ? 'The domain says that it offers no server for sending.'
        : `The domain names ${offered[0]?.host}:${offered[0]?.port} for sending.`,
  })
}
