import { expect, it } from 'vitest';
import { readPolicies } from '../../../src/cli/policyFile';
import { invocation } from './invocation';

const document = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'ecs:ListClusters', Resource: '*' }],
};

function read(content: object) {
  return readPolicies('policy.json', invocation(content, {}).io);
}

it('reads one document, a list of them, and all that are printed at once', async () => {
  expect(await read(document)).toEqual([document]);
  expect(await read([document, document])).toEqual([document, document]);
  expect(await read({ deploy: [document, document], logs: document })).toHaveLength(3);
});

it('says what a file should hold that holds none', async () => {
  const message = 'The file holds no IAM policy; write there what "policy" prints: policy.json';
  await expect(read({ version: 1 })).rejects.toThrow(message);
  const { io } = invocation({}, {});
  const broken = { ...io, readFile: () => Promise.resolve('{') };
  await expect(readPolicies('policy.json', broken)).rejects.toThrow(message);
});
