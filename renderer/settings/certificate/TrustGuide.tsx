import { NativeSelect } from '@mantine/core'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { useStored } from '../../ui/useStored.ts'
import classes from './TrustGuide.module.css'
import { trustSteps } from './trustSteps.ts'

interface TrustGuideProps {
  readonly caPath: string
  readonly port: number
}

/** The commands that make a system or a language trust the CA, with the real path filled in. */
export function TrustGuide({ caPath, port }: TrustGuideProps) {
  const [chosen, choose] = useStored('settings.trust', guess())
  const steps = trustSteps.find(({ name }) => name === chosen) ?? trustSteps[0]
  if (!steps) return null
  return (
    <div className={classes.guide}>
      <NativeSelect
        size="sm"
        className={classes.choice}
        label="Make it trusted by"
        value={steps.name}
        onChange={(event) => choose(event.currentTarget.value)}
        data={trustSteps.map(({ name }) => name)}
      />
      <p className={classes.about}>{steps.about}</p>
      <CodeBlock label={`Commands for ${steps.name}`} code={steps.commands(caPath, port)} />
    </div>
  )
}

function guess(): string {
  if (/mac/i.test(navigator.platform)) return 'macOS'
  return /win/i.test(navigator.platform) ? 'Windows' : 'Debian, Ubuntu'
}
