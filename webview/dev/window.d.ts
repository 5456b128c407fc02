import type { FakeHost } from './fakeHost';

declare global {
  interface Window {
    /** For tests: the other side of the page. */
    fakeHost: FakeHost;
  }
}
