import { describe } from 'vitest';
import { IN_PLACE, STARTS } from './rows';
import { walkThrough } from './walkRows';

describe('the original chain, changed in place', () => {
  walkThrough(STARTS.inPlace, IN_PLACE);
});
