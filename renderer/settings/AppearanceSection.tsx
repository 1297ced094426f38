import { SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { useStored } from '../ui/useStored.ts'
import classes from './AppearanceSection.module.css'

/** Theme and density. */
export function AppearanceSection() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [density, setDensity] = useStored<'comfortable' | 'compact'>('density', 'comfortable')
  return (
    <div className={classes.choices}>
      <span aria-hidden>Theme</span>
      <SegmentedControl
        size="xs"
        aria-label="Theme"
        value={colorScheme}
        onChange={(value) => setColorScheme(value)}
        data={[
          { value: 'auto', label: 'System' },
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
      />
      <span aria-hidden>Rows</span>
      <SegmentedControl
        size="xs"
        aria-label="Rows"
        value={density}
        onChange={(value) => setDensity(value)}
        data={[
          { value: 'comfortable', label: 'Comfortable' },
          { value: 'compact', label: 'Compact' },
        ]}
      />
    </div>
  )
}
