import { expect, it } from 'vitest';
import { usePreflightAccount } from './account';

const account = usePreflightAccount();

it('tells of a region that is off, and of none that is on', async () => {
  const { ec2 } = account.region;
  ec2.optInStatus = 'not-opted-in';
  expect(await account.found()).toMatch(/^error region-off: .*: eu-west-1$/);
  ec2.optInStatus = 'opted-in';
  expect(await account.found()).toBe('');
});
