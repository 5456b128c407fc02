/** An availability zone; `id` is the same for every account, the name is not (aws-reference §8, check 6). */
export interface Zone {
  readonly name: string;
  readonly id: string;
}

/** The regions that DescribeRegions lists. */
export const regions = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
] as const;

const directions: Readonly<Record<string, string>> = {
  north: 'n',
  south: 's',
  east: 'e',
  west: 'w',
  central: 'c',
  northeast: 'ne',
  northwest: 'nw',
  southeast: 'se',
  southwest: 'sw',
};

/** Three zones: `ap-southeast-1a` is `apse1-az1`. */
export function zonesOf(region: string): [Zone, Zone, Zone] {
  const prefix = region
    .split('-')
    .map((part) => directions[part] ?? part)
    .join('');
  const zone = (letter: string, number: number) => ({
    name: `${region}${letter}`,
    id: `${prefix}-az${number}`,
  });
  return [zone('a', 1), zone('b', 2), zone('c', 3)];
}
