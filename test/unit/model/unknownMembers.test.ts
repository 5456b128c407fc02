import { describe, expect, it } from 'vitest';
import { ecsServiceSchema } from '../../../src/kinds/ecsService/model';
import { linkEdgeSchema } from '../../../src/kinds/vpcLink/model';
import { nearest, unknownMembers } from '../../../src/model/unknownMembers';

describe('a member that no schema knows', () => {
  it('is found wherever it stands, with what was probably meant', () => {
    const found = unknownMembers(ecsServiceSchema, {
      imagee: 'x',
      health: { pth: '/' },
      sidecars: { log: { envrionment: {} } },
      environment: { anything: 'goes' },
      deployment: { maximumPercentage: 200 },
    });
    expect(found.map(({ path, meant }) => [path.join('.'), meant])).toEqual([
      ['imagee', 'image'],
      ['health.pth', 'path'],
      ['sidecars.log.envrionment', 'environment'],
      ['deployment.maximumPercentage', 'maximumPercent'],
    ]);
  });

  it('is found inside a list', () => {
    const routes = ['ANY /', { key: 'ANY /users', listner: 80 }];
    expect(unknownMembers(linkEdgeSchema, { routes })).toEqual([
      { path: ['routes', 1, 'listner'], meant: 'listener' },
    ]);
  });

  it('may be called like something that every object has', () => {
    const value = Object.fromEntries([
      ['__proto__', 1],
      ['constructor', 2],
    ]);
    expect(unknownMembers(ecsServiceSchema, value).map(({ path }) => path)).toEqual([
      ['__proto__'],
      ['constructor'],
    ]);
  });
});

describe('the nearest word', () => {
  it.each([
    ['ecsservice', 'ecsService'],
    ['ecsServce', 'ecsService'],
    ['nlbb', 'nlb'],
    ['teapot', undefined],
  ])('to %s is %s', (word, expected) => {
    expect(nearest(word, ['nlb', 'ecsService', 'ecsCluster'])).toBe(expected);
  });
});
