import { Button } from '@mantine/core'
import { Download } from 'lucide-react'
import { client, errorSentence } from '../../client.ts'
import { useSystem } from '../../shell/system.ts'
import { Facts } from '../../ui/Facts.tsx'
import { exactDay } from '../../ui/format.ts'
import { saveFile } from '../../ui/saveFile.ts'
import { fail } from '../../ui/say.tsx'
import { useRunning } from '../../ui/useRunning.ts'
import sections from '../sections.module.css'
import { TrustGuide } from './TrustGuide.tsx'

/** The certificate of the listeners, and how to make clients trust it. */
export function CertificateSection() {
  const system = useSystem()
  const [downloading, download] = useRunning(async () => {
    try {
      saveFile(await client.system.caCertificate(), 'sandpost-ca.pem')
    } catch (error) {
      fail('The certificate could not be downloaded', errorSentence(error))
    }
  })
  const certificate = system?.certificate
  if (!certificate) return <p>There is none: no listener could be opened.</p>
  return (
    <div className={sections.stack}>
      <Facts
        facts={[
          { name: 'Good for', value: certificate.names.join(', ') },
          { name: 'Until', value: exactDay(certificate.validTo) },
          { name: 'Local CA', value: certificate.caPath, mono: true, copy: true },
          { name: 'SHA-256 of the CA', value: certificate.caFingerprint, mono: true, copy: true },
        ]}
      />
      <div>
        <Button variant="default" leftSection={<Download size={14} />} loading={downloading} onClick={download}>
          Download the CA certificate
        </Button>
      </div>
      <TrustGuide caPath={certificate.caPath} port={system.listeners[0]?.port ?? 2525} />
    </div>
  )
}
