import { OpenAPIHandler } from '@orpc/openapi/node'
import { BodyLimitPlugin } from '@orpc/server/node'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Caller } from '../caller.ts'
import { explainErrors } from '../errors.ts'
import type { Router } from '../router.ts'
import { guardFile } from './fileHeaders.ts'

/** Largest request: an imported message, or a million ids. */
const largestRequest = 64 * 1024 * 1024

/** REST below `/api/v1`. Imported on first use: it need not be there for the first listener to open. */
export function createRestHandler(router: Router) {
  const handler = new OpenAPIHandler(router, {
    plugins: [new BodyLimitPlugin({ maxBodySize: largestRequest })],
    clientInterceptors: [explainErrors],
    rootInterceptors: [
      async (options) => {
        const result = await options.next()
        if (result.matched && result.response.body instanceof Blob) {
          Object.assign(result.response.headers, guardFile(result.response.body, options.request.url.pathname))
        }
        return result
      },
    ],
    customErrorResponseBodyEncoder: ({ code, message }) => ({ code, message }),
  })
  return async (request: IncomingMessage, response: ServerResponse, caller: Caller): Promise<boolean> => {
    const { matched } = await handler.handle(request, response, { prefix: '/api/v1', context: caller })
    return matched
  }
}
