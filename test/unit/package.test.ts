import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json';
import { readSettings } from '../../src/host/settings';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { contributes, capabilities } = packageJson;

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(root, 'src', name), 'utf8'))
  .join('\n');
/** Every `ecsTopology.<command>` that the code registers. */
const registered = new Set(
  [
    ...sources.matchAll(/(?:registerCommand\(\s*edge,\s*|add\(\s*)'(ecsTopology\.\w+)'/g),
    ...sources.matchAll(/\['(ecsTopology\.copy\w+)'/g),
  ].map(([, id]) => id),
);
const contributed = contributes.commands.map(({ command }) => command);
/** Run by our own buttons only; they have no title of their own. */
const INTERNAL = [
  'ecsTopology.loadMore',
  'ecsTopology.rollBack',
  'ecsTopology.showResponse',
  'ecsTopology.stopRollout',
];

describe('what the extension contributes', () => {
  it('has code behind every command, and a title for every command of the code', () => {
    expect(contributed.filter((id) => !registered.has(id))).toEqual([]);
    expect([...registered].filter((id) => !contributed.includes(id ?? '')).sort()).toEqual(INTERNAL);
  });

  it('has the commands, views and editor that others rely on', () => {
    const commands = 'new plan deploy destroy refresh tailLogs sendRequest startSandbox selectConnection';
    for (const name of commands.split(' ')) expect(contributed).toContain(`ecsTopology.${name}`);
    expect(contributes.commands.find(({ command }) => command === 'ecsTopology.deploy')?.title).toBe(
      'Deploy topology',
    );
    expect(contributes.customEditors[0]).toMatchObject({
      viewType: 'ecsTopology.editor',
      selector: [{ filenamePattern: '*.topology.json' }],
    });
    expect(contributes.views.ecsTopology[0]?.id).toBe('ecsTopology.explorer');
    expect(contributes.views.ecsTopologyPanel[0]?.id).toBe('ecsTopology.logs');
  });

  it('names no menu entry without a command', () => {
    const entries = Object.values(contributes.menus).flatMap((menu) => menu.map(({ command }) => command));
    expect(entries.filter((command) => !contributed.includes(command))).toEqual([]);
  });

  it('keeps what says where calls go out of workspaces: machine scope, and restricted without trust', () => {
    const properties = Object.entries(contributes.configuration.properties);
    expect(properties.filter(([, { scope }]) => scope !== 'machine')).toEqual([]);
    expect(capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(
      properties.map(([name]) => name),
    );
  });

  it('has the settings that the code reads, with the same defaults', () => {
    const defaults = Object.fromEntries(
      Object.entries(contributes.configuration.properties).map(([name, property]) => [
        name.replace('ecsTopology.', ''),
        property.default,
      ]),
    );
    expect(defaults).toEqual(readSettings(() => undefined));
  });

  it('refers to files that are there', () => {
    const files = [
      packageJson.icon,
      ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
      ...contributes.viewsContainers.panel.map(({ icon }) => icon),
      ...contributes.jsonValidation.map(({ url }) => url),
    ];
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('activates for what is in the workspace, never at every start', () => {
    expect(packageJson.activationEvents).toEqual(['workspaceContains:**/*.topology.json']);
  });
});
