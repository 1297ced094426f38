import { os } from './implementer.ts'
import type { Rooms } from './rooms.ts'

/** The host itself: version, listeners, certificate, sample. */
export function systemProcedures(rooms: Rooms) {
  return {
    info: os.system.info.handler(() => rooms.info()),
    caCertificate: os.system.caCertificate.handler(({ errors }) => {
      const pem = rooms.caCertificate()
      if (pem === null) throw errors.NOT_FOUND({ message: 'There is no certificate: no listener was opened.' })
      return new File([pem], 'sandpost-ca.pem', { type: 'application/x-pem-file' })
    }),
    sendSample: os.system.sendSample.handler(async ({ errors }) => {
      try {
        return { reply: await rooms.sendSample() }
      } catch (error) {
        throw errors.NOT_SENT({ message: `The sample could not be sent: ${(error as Error).message}` })
      }
    }),
  }
}

/** Settings as in force; what the command line gave is not stored by a put. */
export function settingsProcedures(rooms: Rooms) {
  return {
    get: os.settings.get.handler(() => rooms.settings()),
    put: os.settings.put.handler(({ input }) => rooms.putSettings(input)),
  }
}
