import { describe, expect, it } from 'vitest';
import { connectionItems, endpointProblem, regionProblem } from '../../../src/connection/choices';
import { statusBarText } from '../../../src/connection/statusBarText';

describe('the connection picker', () => {
  it('offers the sandbox, every profile, the default credentials and an endpoint', () => {
    const items = connectionItems([{ name: 'dev', region: 'eu-west-1' }, { name: 'prod' }], { kind: 'none' });
    expect(items.filter(({ separator }) => !separator).map(({ label }) => label)).toEqual([
      'Sandbox',
      'dev',
      'prod',
      'Default credentials',
      'Custom endpoint…',
    ]);
  });

  it('marks the current one and then offers another region for it', () => {
    const items = connectionItems([{ name: 'dev' }], { kind: 'aws', profile: 'dev' });
    expect(items.find(({ label }) => label === 'dev')?.description).toBe('current · profile');
    expect(items.at(-1)?.pick).toEqual({ kind: 'region' });
  });
});

it.each([
  ['http://127.0.0.1:5000', true],
  ['https://example.com', true],
  ['127.0.0.1:5000', false],
  ['file:///etc/passwd', false],
  ['', false],
])('takes %s as an endpoint: %s', (url, fits) => {
  expect(endpointProblem(url) === undefined).toBe(fits);
});

it.each([
  ['ap-southeast-1', true],
  ['us-gov-west-1', true],
  ['Frankfurt', false],
])('takes %s as a region: %s', (region, fits) => {
  expect(regionProblem(region) === undefined).toBe(fits);
});

describe('the status bar', () => {
  it('says whose account and which region', () => {
    const text = statusBarText(
      { label: 'dev', kind: 'aws', account: '123456789012', region: 'eu-west-1' },
      true,
    );
    expect(text.text).toBe('$(cloud) dev · 123456789012 · eu-west-1');
  });

  it('says that there is no connection, or that there may be none', () => {
    expect(statusBarText({ label: 'No connection', kind: 'none' }, true).text).toContain('no connection');
    expect(statusBarText({ label: 'dev', kind: 'aws' }, false).text).toContain('restricted');
  });
});
