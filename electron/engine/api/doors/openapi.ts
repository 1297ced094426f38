import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { contract } from '../../../../shared/contract/index.ts'

/** The OpenAPI document of the contract. Imported on first use. */
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
  return JSON.stringify(document)
}
