import { expect, it } from 'vitest';
import { partitionOf } from '../../../src/kinds/partition';

it.each([
  ['eu-west-1', 'aws'],
  ['us-east-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['us-iso-east-1', 'aws-iso'],
  ['eusc-de-east-1', 'aws-eusc'],
])('%s is in %s', (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});
