import { describe, expect, it } from 'vitest';
import { middleEllipsis } from '../../../../webview/canvas/measure';
import { measure } from '../topology';

describe('middleEllipsis', () => {
  it('leaves what fits', () => {
    expect(middleEllipsis('user-service', 'title', 200, measure)).toBe('user-service');
  });

  it('keeps both ends and never grows past the width', () => {
    const cut = middleEllipsis('customer-notification-service', 'title', 140, measure);
    expect(cut).toBe('customer-n…n-service');
    expect(measure(cut, 'title')).toBeLessThanOrEqual(140);
  });
});
