import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { LaunchOptions } from 'playwright-core';
import { run } from './childProcess';

/** What finding a browser depends on; the defaults are this machine. */
export interface ChromiumSearch {
  readonly env?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
  readonly exists?: (path: string) => boolean;
}

/** The path of an installed Chromium or Chrome: `CHROMIUM_PATH`, then PATH, then the usual places of the system. */
export function findChromium(search: ChromiumSearch = {}): string | undefined {
  const { env = process.env, platform = process.platform, exists = existsSync } = search;
  if (env['CHROMIUM_PATH']) return env['CHROMIUM_PATH'];
  return [...onPath(env, platform), ...usualPlaces(env, platform)].find(exists);
}

function onPath(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  if (platform === 'win32') return [];
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function usualPlaces(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  if (platform === 'darwin') {
    const apps = ['Google Chrome.app/Contents/MacOS/Google Chrome', 'Chromium.app/Contents/MacOS/Chromium'];
    const roots = ['/Applications', ...(env['HOME'] ? [join(env['HOME'], 'Applications')] : [])];
    return roots.flatMap((root) => apps.map((app) => join(root, app)));
  }
  if (platform === 'win32') {
    const roots = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']];
    const apps = [
      'Google/Chrome/Application/chrome.exe',
      'Chromium/Application/chrome.exe',
      'Microsoft/Edge/Application/msedge.exe',
    ];
    return roots.flatMap((root) => (root ? apps.map((app) => join(root, app)) : []));
  }
  return ['/usr/lib/chromium/chromium', '/snap/bin/chromium', '/opt/google/chrome/chrome'];
}

/**
 * The path of a Chromium, installed with apt where that is possible without asking anyone (root on a Debian).
 * Rejects with one sentence that says what is missing.
 */
export async function ensureChromium(report: (line: string) => void): Promise<string> {
  const found = findChromium();
  if (found !== undefined) {
    if (existsSync(found)) return found;
    throw new Error(`CHROMIUM_PATH names a file that does not exist: ${found}`);
  }
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    report('Installing Chromium with apt-get (about 20 s) …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update'], { env });
    // Without a font of its own a bare container renders every letter as a box.
    const packages = ['chromium', 'fonts-dejavu-core', 'fonts-liberation'];
    const { output } = await run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], {
      env,
    });
    const installed = findChromium();
    if (installed !== undefined) return installed;
    throw new Error(
      `apt-get could not install Chromium; install it or set CHROMIUM_PATH: ${lastLine(output)}`,
    );
  }
  throw new Error('No Chromium or Chrome was found: install one, or set CHROMIUM_PATH to its executable.');
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

/** How playwright-core launches `executablePath`: no sandbox (root in a container has none), no calls home. */
export function launchOptions(executablePath: string): LaunchOptions {
  return {
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // A container's /dev/shm is 64 MB, which VS Code's workbench overflows.
      '--disable-dev-shm-usage',
    ],
  };
}
