import { z } from 'zod'
import { Settings } from '../model/settings.ts'
import { SystemInfo } from '../model/system.ts'
import { base } from './base.ts'

export const system = {
  info: base
    .route({ method: 'GET', path: '/system', summary: 'Version, listeners, notices, certificate', tags: ['System'] })
    .output(SystemInfo),

  /** The local CA's certificate (PEM), to be trusted by clients. Never its key: that is not kept. */
  caCertificate: base
    .route({ method: 'GET', path: '/system/ca.pem', summary: 'The local CA certificate', tags: ['System'] })
    .output(z.file()),

  /** Sends a sample message through our own SMTP port, as an app would. */
  sendSample: base
    .meta({ permission: 'mail.send' })
    .errors({ NOT_SENT: { status: 502, message: 'The sample could not be sent.' } })
    .route({ method: 'POST', path: '/system/sample', summary: 'Send a sample message to yourself', tags: ['System'] })
    .output(z.object({ reply: z.string() })),
}

const managing = base.meta({ permission: 'settings.manage' })

export const settings = {
  get: managing
    .route({ method: 'GET', path: '/settings', summary: 'Read the settings', tags: ['Settings'] })
    .output(Settings),

  /** Replaces all settings. Listeners whose address changed are moved; open sessions end first. */
  put: managing
    .route({ method: 'PUT', path: '/settings', summary: 'Replace the settings', tags: ['Settings'] })
    .input(Settings)
    .output(Settings),
}
