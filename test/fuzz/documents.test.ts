import { expect, it } from 'vitest';
import fc from 'fast-check';
import { readText } from '../../src/host/readText';
import { applyEdit, changesOf } from '../../src/model/changes';
import { expand } from '../../src/model/expand';
import { applyChanges } from '../../src/model/json';
import { applyTextEdits, textEdits } from '../../src/model/text/edits';
import { readTopology } from '../../src/model/topology';
import { planningProblems } from '../../src/model/validate';
import { edit } from '../unit/model/randomTopology';
import { canonical } from '../unit/model/text/randomText';
import { sceneOf } from '../unit/webview/scenes';
import { registry } from '../unit/webview/topology';
import { campaign } from './campaign';
import { anyText } from './hostile';

it('a file may say anything: it is read, drawn, edited and planned, or refused with a sentence', async () => {
  await campaign(
    'documents',
    fc.record({ text: anyText, change: edit }),
    ({ text, change }) => {
      const { value, reason, problems } = readText(text, registry);
      for (const { offset, length, message } of problems) {
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset + length).toBeLessThanOrEqual(Math.max(1, text.length));
        expect(message).toMatch(/\S{2}/);
      }
      if (value === undefined) {
        expect(reason).toMatch(/\S{2}/);
        return;
      }
      const topology = readTopology(value, registry);
      sceneOf(topology);
      const errors = [...problems, ...planningProblems(value)].filter(({ severity }) => severity === 'error');
      if (errors.length === 0) expand(topology, registry, { stack: { name: 'x' }, region: 'eu-west-1' });
      const changes = changesOf(value, change, registry);
      if (!changes.ok) {
        expect(changes.reason).toMatch(/^[A-Z]/);
        return;
      }
      const after = applyTextEdits(text, textEdits(text, changes.value));
      expect(canonical(readText(after, registry).value ?? {})).toBe(
        canonical(applyChanges(value, changes.value)),
      );
      const applied = applyEdit(value, change, registry);
      if (applied.ok) sceneOf(readTopology(applied.value, registry));
    },
    ({ text, change }) =>
      `${change.type} to ${text.length} characters, ${JSON.stringify(text.slice(0, 40))}…`,
  );
});
