/** What the reader chose; `system` follows the computer. */
export type Theme = 'light' | 'dark' | 'system';

/** Read by the server too, so that the first paint has the right colours without a script. */
export const THEME_COOKIE = 'msp_theme';
const YEAR_SECONDS = 365 * 24 * 3600;

/** The choice that a cookie's value stands for. */
export function themeOf(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system';
}

/** Applies a choice to the page and remembers it. */
export function setTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  const age = theme === 'system' ? 0 : YEAR_SECONDS;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari.
  document.cookie = `${THEME_COOKIE}=${theme}; Path=/; Max-Age=${age}; SameSite=Lax`;
}
