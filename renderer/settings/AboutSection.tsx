import { Anchor } from '@mantine/core'
import { useSystem } from '../shell/system.ts'
import { Facts } from '../ui/Facts.tsx'

/** Version, where things lie, and the REST door. */
export function AboutSection() {
  const system = useSystem()
  if (!system) return null
  const { version, dataDir, http } = system
  return (
    <>
      <Facts
        facts={[
          { name: 'Version', value: version },
          { name: 'Data folder', value: dataDir, mono: true, copy: true },
          ...(http === null ? [] : [{ name: 'REST', value: `${http}/api/v1`, mono: true, copy: true }]),
        ]}
      />
      {http !== null && (
        <p>
          <Anchor size="sm" href={`${http}/api/v1/openapi.json`} target="_blank" rel="noreferrer">
            OpenAPI document
          </Anchor>
        </p>
      )}
    </>
  )
}
