import { OpenAPIGenerator, type OpenAPI } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { contract } from '../../../../shared/contract/index.ts'
import type { Permission } from '../../../../shared/model/credential.ts'

interface Described {
  readonly method: string
  readonly path: string
  readonly permission: Permission | undefined
  readonly forPeople: boolean
}

/** The OpenAPI document of the contract, with what each operation needs. Imported on first use. */
export async function createOpenApiDocument(version: string): Promise<string> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const document = await generator.generate(contract, {
    info: {
      title: 'Sandpost',
      version,
      description: 'Captured mail and the SMTP server that captures it. Errors are `{code, message}`.',
    },
    servers: [{ url: '/api/v1' }],
    components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } } },
    security: [{ apiKey: [] }],
  })
  for (const procedure of procedures()) describe(document, procedure)
  return JSON.stringify(document)
}

function procedures(): Described[] {
  return Object.values(contract).flatMap((group) =>
    Object.values(group).map((procedure) => {
      const { route, meta } = procedure['~orpc']
      return {
        method: route.method?.toLowerCase() ?? '',
        path: route.path ?? '',
        permission: meta.permission,
        forPeople: meta.forPeople === true,
      }
    }),
  )
}

function describe(document: OpenAPI.Document, { method, path, permission, forPeople }: Described): void {
  const operation = document.paths?.[path]?.[method as 'get']
  if (!operation) return
  const needs = forPeople
    ? 'For people (a signed-in browser, SANDPOST_API_KEY), not for API keys.'
    : permission === undefined
      ? 'Any API key may do this.'
      : `An API key needs the permission \`${permission}\`.`
  operation.description = [operation.description, needs].filter(Boolean).join('\n\n')
  if (operation.responses?.['201'] === undefined) return
  operation.parameters = [
    ...(operation.parameters ?? []),
    {
      name: 'Idempotency-Key',
      in: 'header',
      description:
        'Asked again with the same key within 24 hours, the same reply comes back and nothing is made twice.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    },
  ]
}
