/** Names of the style sheet's variables that the painting uses. */
const VARIABLES = {
  text: '--text',
  muted: '--muted',
  ground: '--ground',
  raised: '--raised',
  sunken: '--sunken',
  line: '--line',
  strong: '--strong',
  focus: '--focus',
  good: '--good',
  bad: '--bad',
  warn: '--warn',
  pending: '--vscode-charts-blue',
  created: '--created',
  changed: '--changed',
  deleted: '--deleted',
} as const;

/** Colours and fonts as the theme has them now, ready for a 2D context. */
export interface Colours extends Readonly<Record<keyof typeof VARIABLES, string>> {
  readonly font: string;
  readonly mono: string;
}

/** Reads them off an element of the page: only there are mixed colours resolved. */
export function readColours(near: HTMLElement): Colours {
  const probe = near.ownerDocument.createElement('i');
  near.append(probe);
  const computed = getComputedStyle(probe);
  const entries = Object.entries(VARIABLES).map(([name, variable]) => {
    probe.style.color = `var(${variable})`;
    return [name, computed.color] as const;
  });
  probe.style.fontFamily = 'var(--mono)';
  const mono = computed.fontFamily;
  probe.style.fontFamily = '';
  const font = computed.fontFamily;
  probe.remove();
  // One entry for each name.
  return { ...(Object.fromEntries(entries) as Record<keyof typeof VARIABLES, string>), font, mono };
}

/** Calls back when VS Code gives the page another theme; returns the way to stop. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  for (const element of [document.documentElement, document.body]) {
    observer.observe(element, { attributes: true, attributeFilter: ['class', 'style'] });
  }
  return () => observer.disconnect();
}
