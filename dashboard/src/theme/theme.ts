import {
  ActionIcon,
  Button,
  convertCssVariables,
  createTheme,
  DEFAULT_THEME,
  Drawer,
  defaultCssVariablesResolver,
  type MantineColorsTuple,
  Menu,
  Modal,
  mergeMantineTheme,
  Popover,
  Switch,
  Tooltip,
} from '@mantine/core';

const pine: MantineColorsTuple = [
  '#ebf6f2',
  '#d6ebe4',
  '#a9d8c9',
  '#84d3bb',
  '#5cc9ae',
  '#2ea98b',
  '#16806a',
  '#0e6655',
  '#0b5446',
  '#073f35',
];

const clay: MantineColorsTuple = [
  '#fdf0ec',
  '#f8ddd4',
  '#f2b8a7',
  '#ee9d86',
  '#f08a70',
  '#d5573a',
  '#bf4427',
  '#a5361c',
  '#862b16',
  '#6a2211',
];

const dark: MantineColorsTuple = [
  '#d3dad7',
  '#b4beb9',
  '#a2ada8',
  '#6c7873',
  '#414c48',
  '#2b3431',
  '#1e2523',
  '#171d1b',
  '#131816',
  '#101514',
];

export const fontFamily =
  "'Hanken Grotesk Variable', 'Segoe UI Variable Text', 'Segoe UI', system-ui, -apple-system, 'Noto Sans', sans-serif";

export const theme = createTheme({
  fontFamily,
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, 'DejaVu Sans Mono', monospace",
  colors: { pine, clay, dark },
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.32,
  cursorType: 'pointer',
  defaultRadius: 'md',
  focusRing: 'auto',
  respectReducedMotion: true,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '0.25rem', sm: '0.375rem', md: '0.5rem', lg: '0.75rem', xl: '1rem' },
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm' }, styles: { label: { fontWeight: 600 } } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    // The scroll lock of overlays would add a style element, which the content security policy refuses.
    Modal: Modal.extend({
      defaultProps: { lockScroll: false, centered: true, transitionProps: { duration: 120 } },
    }),
    Drawer: Drawer.extend({
      defaultProps: { lockScroll: false, position: 'right', transitionProps: { duration: 140 } },
    }),
    Menu: Menu.extend({ defaultProps: { shadow: 'md', position: 'bottom-start' } }),
    Switch: Switch.extend({ defaultProps: { withThumbIndicator: false } }),
    Popover: Popover.extend({ defaultProps: { shadow: 'md' } }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 250, withArrow: true, events: { hover: true, focus: true, touch: true } },
    }),
  },
});

/**
 * Hands Mantine's variables to the page as a constructed style sheet: a style element would need an exception in the
 * content security policy.
 */
export function adoptThemeVariables(): void {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme);
  const css = convertCssVariables(defaultCssVariablesResolver(merged), ':root');
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet, ...document.adoptedStyleSheets];
}
