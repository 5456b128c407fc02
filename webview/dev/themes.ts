/** VS Code's four sorts of themes, with the classes that it gives the body of a page. */
export const THEMES = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  hc: 'vscode-high-contrast',
  'hc-light': 'vscode-high-contrast vscode-high-contrast-light',
} as const;

export type Theme = keyof typeof THEMES;
