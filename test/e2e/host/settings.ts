/** A VS Code settings object as it stands in `settings.json`. */
export type Settings = Readonly<Record<string, unknown>>;

/** The three looks in which everything has to be legible, by the ids of VS Code's own themes. */
export const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  highContrast: 'Default High Contrast',
} as const;

/** One of `themes`. */
export type ThemeName = keyof typeof themes;

/** A window with nothing in it but what the product puts there, and in which nothing happens by itself. */
export function quietSettings(theme: ThemeName): Settings {
  return {
    'workbench.colorTheme': themes[theme],
    'window.autoDetectColorScheme': false,
    'window.autoDetectHighContrast': false,
    'window.commandCenter': false,
    'window.dialogStyle': 'custom',
    'window.menuBarVisibility': 'classic',
    'workbench.startupEditor': 'none',
    'workbench.tips.enabled': false,
    'workbench.enableExperiments': false,
    'workbench.layoutControl.enabled': false,
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'workbench.welcomePage.walkthroughs.openOnInstall': false,
    'chat.disableAIFeatures': true,
    'chat.commandCenter.enabled': false,
    'telemetry.telemetryLevel': 'off',
    'extensions.autoCheckUpdates': false,
    'extensions.autoUpdate': false,
    'extensions.ignoreRecommendations': true,
    'update.mode': 'none',
    'update.showReleaseNotes': false,
    'security.workspace.trust.enabled': false,
    'git.enabled': false,
    'files.autoSave': 'off',
    'files.simpleDialog.enable': true,
    'editor.accessibilitySupport': 'off',
    'editor.minimap.enabled': false,
    // What a terminal shows is text in the page, which tests and screen readers can read.
    'terminal.integrated.gpuAcceleration': 'off',
    'remote.autoForwardPorts': false,
    'remote.restoreForwardedPorts': false,
  };
}
