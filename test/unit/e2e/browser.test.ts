import { describe, expect, it } from 'vitest';
import { browserCommand } from '../../e2e/demo/browser';

const url = 'http://127.0.0.1:1/?tkn=a&folder=/b';
const installed = (...paths: string[]) => ({ exists: (path: string) => paths.includes(path) });

describe('opening the demo in a browser', () => {
  it('uses the opener of the desktop where there is a screen', () => {
    const env = { DISPLAY: ':0', PATH: '/bin:/usr/bin' };
    expect(browserCommand(url, { platform: 'linux', env, ...installed('/usr/bin/xdg-open') })).toEqual([
      'xdg-open',
      url,
    ]);
  });

  it('leaves it where there is no screen or no opener', () => {
    const xdg = installed('/usr/bin/xdg-open');
    expect(browserCommand(url, { platform: 'linux', env: { PATH: '/usr/bin' }, ...xdg })).toBeUndefined();
    const env = { WAYLAND_DISPLAY: 'wayland-0', PATH: '/usr/bin' };
    expect(browserCommand(url, { platform: 'linux', env, ...installed() })).toBeUndefined();
  });

  it('hands the whole address over on systems whose shell would cut it at the &', () => {
    expect(browserCommand(url, { platform: 'win32' })?.at(-1)).toBe(url);
    expect(browserCommand(url, { platform: 'darwin' })).toEqual(['open', url]);
  });
});
