import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPages } from '../../electron/engine/api/doors/pages.ts'

describe('the built UI', () => {
  let folder: string
  let server: Server
  let url: string

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sandpost-pages-'))
    mkdirSync(join(folder, 'assets'))
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Sandpost</title>')
    writeFileSync(join(folder, 'assets', 'app-1.js'), 'globalThis.loaded = true')
    server = createServer(createPages(folder)).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })

  afterEach(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    rmSync(folder, { recursive: true, force: true })
  })

  it('is served with its policy', async () => {
    const page = await fetch(url)
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(await (await fetch(`${url}/assets/app-1.js?v=1`)).text()).toContain('loaded')
  })

  it('answers 404 for a file that was removed under a running host, and goes on', async () => {
    rmSync(join(folder, 'assets', 'app-1.js'))
    expect((await fetch(`${url}/assets/app-1.js`)).status).toBe(404)
    expect((await fetch(`${url}/assets/app-1.js?again`)).status).toBe(404)
    expect((await fetch(url)).status).toBe(200)
  })
})
