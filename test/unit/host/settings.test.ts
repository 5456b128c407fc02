import { expect, it } from 'vitest';
import { readSettings } from '../../../src/host/settings';

it('takes the default for a setting that is missing or wrong', () => {
  const values: Record<string, unknown> = { profile: 7, region: 'eu-west-1', 'sandbox.timeScale': -1 };
  expect(readSettings((name) => values[name])).toEqual({
    profile: '',
    'exec.command': '/bin/sh',
    region: 'eu-west-1',
    endpoint: '',
    readOnly: false,
    protectedProfiles: [],
    'sandbox.backends': {},
    'sandbox.timeScale': 30,
  });
});
