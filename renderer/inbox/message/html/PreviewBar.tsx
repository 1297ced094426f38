import { SegmentedControl } from '@mantine/core'
import { Monitor, Moon, Smartphone, Sun, Tablet } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './bars.module.css'

export type PreviewWidth = 'desktop' | 'tablet' | 'phone'

interface PreviewBarProps {
  readonly width: PreviewWidth
  readonly onWidth: (width: PreviewWidth) => void
  readonly scheme: 'light' | 'dark'
  readonly onScheme: (scheme: 'light' | 'dark') => void
  readonly children: ReactNode
}

/** The foot of the preview: how wide and how bright the reader's screen is. */
export function PreviewBar({ width, onWidth, scheme, onScheme, children }: PreviewBarProps) {
  return (
    <div className={classes.preview}>
      <span className={classes.words}>{children}</span>
      <SegmentedControl
        size="xs"
        aria-label="Width of the preview"
        value={width}
        onChange={onWidth}
        data={[
          { value: 'desktop', label: <Choice icon={Monitor} says="Full width" /> },
          { value: 'tablet', label: <Choice icon={Tablet} says="Tablet, 768 pixels" /> },
          { value: 'phone', label: <Choice icon={Smartphone} says="Phone, 375 pixels" /> },
        ]}
      />
      <SegmentedControl
        size="xs"
        aria-label="Colours of the preview"
        value={scheme}
        onChange={onScheme}
        data={[
          { value: 'light', label: <Choice icon={Sun} says="Light" /> },
          { value: 'dark', label: <Choice icon={Moon} says="Dark, as a mail program in dark mode asks for it" /> },
        ]}
      />
    </div>
  )
}

function Choice({ icon: Icon, says }: { readonly icon: typeof Sun; readonly says: string }) {
  return (
    <span title={says} className={classes.choice}>
      <Icon size={14} aria-hidden />
      <span className="visuallyHidden">{says}</span>
    </span>
  )
}
