import {
  ActionIcon,
  Button,
  createTheme,
  Tooltip,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core'

const dusk: MantineColorsTuple = [
  '#eef2f9',
  '#dbe3f1',
  '#bccae4',
  '#9db6e6',
  '#7d97cb',
  '#5f7db9',
  '#46639d',
  '#3d5a94',
  '#324a7b',
  '#283c64',
]

const warmGrey: MantineColorsTuple = [
  '#faf9f6',
  '#f3f1ec',
  '#eae7e0',
  '#e4e1da',
  '#cdc8be',
  '#aaa397',
  '#868074',
  '#575249',
  '#3a3731',
  '#24221e',
]

/** From text (0) to the darkest background (9). */
const warmDark: MantineColorsTuple = [
  '#ebe8e2',
  '#bcb7ad',
  '#a39d92',
  '#5c5850',
  '#4b4841',
  '#33312d',
  '#262522',
  '#1d1c1a',
  '#171614',
  '#100f0e',
]

/** Mantine's components in our measures; colours come from tokens.css through `tokensForMantine`. */
export const theme = createTheme({
  primaryColor: 'dusk',
  primaryShade: { light: 6, dark: 6 },
  colors: { dusk, gray: warmGrey, dark: warmDark },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
  defaultRadius: 6,
  cursorType: 'default',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 28 } }),
    // The command palette is a dialog without a title, and takes no name of its own. Titles win over this.
    ModalCloseButton: { defaultProps: { 'aria-label': 'Close' } },
    // A header element would count as a second banner of the page.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    DrawerHeader: { defaultProps: { role: 'presentation' } },
    ModalContent: { defaultProps: { 'aria-label': 'Commands' } },
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 400, withArrow: false, fz: 12, events: { hover: true, focus: true, touch: false } },
    }),
  },
})

const shared = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-soft)',
  '--mantine-color-placeholder': 'var(--text-faint)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-error': 'var(--red)',
  '--mantine-color-default': 'var(--raised)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-disabled': 'var(--pressed)',
  '--mantine-color-disabled-color': 'var(--text-faint)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-color-gray-light-color': 'var(--text-soft)',
  '--mantine-color-gray-light-hover': 'var(--pressed)',
  '--mantine-color-red-text': 'var(--red)',
  '--mantine-color-red-light': 'var(--red-fill)',
  '--mantine-color-red-light-hover': 'var(--red-fill)',
  '--mantine-color-red-light-color': 'var(--red)',
  '--mantine-color-red-outline': 'var(--red)',
  '--mantine-color-dusk-text': 'var(--accent)',
  '--mantine-color-dusk-filled': 'var(--accent-fill)',
  '--mantine-color-dusk-filled-hover': 'var(--accent-fill-hover)',
  '--mantine-color-dusk-light': 'var(--selected)',
  '--mantine-color-dusk-light-hover': 'var(--selected)',
  '--mantine-color-dusk-light-color': 'var(--accent)',
  '--mantine-color-dusk-outline': 'var(--accent)',
}

/** Mantine's own colour variables, answered with ours in both schemes. */
export const tokensForMantine: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared })
