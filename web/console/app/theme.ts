import { createTheme, type MantineColorsTuple } from '@mantine/core'

/** One calm blue-green; shade 7 carries white text at 5.6:1. */
const brand: MantineColorsTuple = [
  '#e9f6f6',
  '#d3eaeb',
  '#a6d5d7',
  '#76bfc2',
  '#50acb0',
  '#38a1a5',
  '#1b878c',
  '#0d7377',
  '#0a5f63',
  '#064b4e',
]

const FONT = '"Be Vietnam Pro", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif'

export const theme = createTheme({
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 7 },
  colors: { brand },
  fontFamily: FONT,
  headings: { fontFamily: FONT, fontWeight: '600', sizes: { h1: { fontSize: '22px' }, h2: { fontSize: '17px' } } },
  fontSizes: { xs: '13px', sm: '14px', md: '15px', lg: '17px', xl: '20px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Badge: { defaultProps: { size: 'lg', variant: 'light', tt: 'none', fw: 600 } },
    InputWrapper: { styles: { error: { fontSize: 13 }, description: { fontSize: 13 } } },
    Tooltip: { defaultProps: { multiline: true, maw: 320, withArrow: true } },
    Modal: { defaultProps: { centered: true }, styles: { title: { fontWeight: 600, fontSize: 17 } } },
  },
})
