import { describe } from 'vitest';
import { MADE_ANEW, STARTS } from './rows';
import { walkThrough } from './walkRows';

describe('two services, made anew in part, renamed, and taken down node by node', () => {
  walkThrough(STARTS.madeAnew, MADE_ANEW);
});
