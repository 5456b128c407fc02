import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../../src/deploy/outcome';

const facts = { seconds: 42.4, changes: 3, kept: 0 };
const none = { failures: [], done: [], underWay: [], notStarted: [] };

describe('how a run ended', () => {
  it('promises nothing that is not so', () => {
    expect(outcomeOf('deploy', 'shop', { ...none, result: 'succeeded' }, facts)).toEqual({
      severity: 'info',
      message: 'shop is deployed and answers, in 42 s.',
    });
    expect(
      outcomeOf('deploy', 'shop', { ...none, result: 'succeeded' }, { ...facts, changes: 0 }).message,
    ).toBe('shop is up to date: the account equals the file and answers.');
    expect(outcomeOf('deploy', 'shop', { ...none, result: 'accepted' }, facts).message).toContain(
      'not everything is ready',
    );
  });

  it('names the first failure, how many there are, and what was not begun', () => {
    const failures = ['nlb/loadBalancer', 'api/api'].map((id) => ({
      id,
      reason: 'Too many',
      error: undefined,
    }));
    expect(
      outcomeOf('deploy', 'shop', { ...none, result: 'failed', failures, notStarted: ['a', 'b'] }, facts),
    ).toEqual({
      severity: 'error',
      message:
        'The deploy of shop failed. nlb/loadBalancer: Too many. 1 more failed. 2 changes were not begun. Deploy again goes on from here.',
    });
  });

  it('says where a cancelled run stands', () => {
    const link = { id: 'link/vpcLink', type: 'AWS::ApiGatewayV2::VpcLink', node: 'link' };
    const underWay = [{ ...link, action: 'delete' as const, reason: 'the link is DELETING' }];
    const cancelled = {
      ...none,
      result: 'cancelled' as const,
      done: ['x', 'y'],
      underWay,
      notStarted: ['a'],
    };
    expect(outcomeOf('destroy', 'shop', cancelled, facts).message).toBe(
      'The destroy of shop was cancelled. 2 changes are done. Still under way in the account: link/vpcLink (the link is DELETING). 1 change was not begun. Destroy again goes on from here.',
    );
  });

  it('says of a rollback that all is as before, or how to go on', () => {
    expect(outcomeOf('rollback', 'shop', { ...none, result: 'succeeded' }, facts).message).toBe(
      'shop is as it was before the deploy, in 42 s.',
    );
    expect(outcomeOf('rollback', 'shop', { ...none, result: 'cancelled' }, facts).message).toBe(
      'The rollback of shop was cancelled. Nothing is done. Roll back again goes on from here.',
    );
  });

  it('names log groups that outlive a destroy', () => {
    expect(
      outcomeOf('destroy', 'shop', { ...none, result: 'succeeded' }, { seconds: 120, changes: 9, kept: 2 })
        .message,
    ).toBe('shop is destroyed, in 2 min. 2 log groups were kept.');
  });
});
