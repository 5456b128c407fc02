import { describe, expect, it } from 'vitest';
import { whyProtected } from '../../../src/host/protection';

const why = (globs: string[], profile?: string, readOnly = false) =>
  whyProtected(
    { readOnly, protectedProfiles: globs },
    { kind: 'aws', ...(profile !== undefined && { profile }) },
    'default',
  );

describe('a protected connection', () => {
  it('is one whose profile fits a glob, whole and whatever its case', () => {
    expect(why(['*prod*'], 'shop-Production')).toBe(
      'Nothing is changed: the profile shop-Production is protected by ecsTopology.protectedProfiles (*prod*).',
    );
    expect(why(['prod'], 'production')).toBeUndefined();
    expect(why(['p?od'], 'prod')).toBeDefined();
    expect(why(['a.c', '(', '[x]'], 'abc')).toBeUndefined();
    expect(why(['[x]'], '[x]')).toBeDefined();
  });

  it('is the default one where none is chosen', () => {
    expect([why(['default']), why(['other'])]).toEqual([expect.stringContaining('default'), undefined]);
  });

  it('is every one while all is read-only, and otherwise none that is not AWS', () => {
    expect(why([], 'dev', true)).toContain('ecsTopology.readOnly');
    const choice = { kind: 'sandbox' } as const;
    expect(whyProtected({ readOnly: false, protectedProfiles: ['*'] }, choice, 'default')).toBeUndefined();
    expect(whyProtected({ readOnly: true, protectedProfiles: [] }, choice, 'default')).toBeDefined();
  });
});
