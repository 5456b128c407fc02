// Runs inside the extension host, in the server of the other tests and in desktop VS Code alike.
import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import * as vscode from 'vscode';
import { startExecEndpoint, TASK, TOKEN } from '../../fakes/execEndpoint';
import { installPlugin } from '../../fakes/sessionManagerPlugin';
import { until } from './support';

const ARN = `arn:aws:ecs:ap-southeast-1:123456789012:task/microservices-cluster/${TASK}`;

const set = (name: string, value: unknown) =>
  vscode.workspace.getConfiguration('ecsTopology').update(name, value, vscode.ConfigurationTarget.Global);

describe('exec', () => {
  it('opens a terminal whose program is the plugin, and nothing where nothing may be changed', async () => {
    await using endpoint = await startExecEndpoint();
    const folder = await mkdtemp(join(tmpdir(), 'ecs-topology-'));
    const path = process.env['PATH'] ?? '';
    // The extension looks where its process looks, which is this one.
    process.env['PATH'] = `${folder}${delimiter}${path}`;
    const before = vscode.window.terminals.length;
    const opened = () => vscode.window.terminals.slice(before);
    const executed = () => endpoint.asked.filter(({ operation }) => operation === 'ExecuteCommand').length;
    try {
      await installPlugin(folder, '1.2.707.0');
      await set('endpoint', endpoint.url);
      await set('readOnly', true);
      await vscode.commands.executeCommand('ecsTopology.exec', { kind: 'thing', facts: { arn: ARN } });
      deepStrictEqual(endpoint.asked, []);

      await set('readOnly', undefined);
      await vscode.commands.executeCommand('ecsTopology.exec', { kind: 'thing', facts: { arn: ARN } });
      await until('a terminal is there', () => opened().length > 0);
      const [terminal] = opened();
      ok(terminal);
      strictEqual(terminal.name, `user-service ${TASK.slice(0, 6)}`);
      const { shellPath, shellArgs, env, isTransient } = terminal.creationOptions as vscode.TerminalOptions;
      strictEqual(shellPath, join(folder, 'session-manager-plugin'));
      ok(Array.isArray(shellArgs));
      strictEqual(shellArgs[0], 'AWS_SSM_START_SESSION_RESPONSE');
      ok(!shellArgs.join(' ').includes(TOKEN));
      ok(env?.['AWS_SSM_START_SESSION_RESPONSE']?.includes(TOKEN));
      strictEqual(isTransient, true);
      strictEqual(executed(), 1);
    } finally {
      for (const terminal of opened()) terminal.dispose();
      process.env['PATH'] = path;
      await set('endpoint', undefined);
      await set('readOnly', undefined);
      await rm(folder, { recursive: true, force: true });
    }
  });
});
