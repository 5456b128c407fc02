import type { FakeHost } from './fakeHost';
import type { FakeLogHost } from './logs';

declare global {
  interface Window {
    /** For tests: the other side of the page. */
    fakeHost: FakeHost;
    fakeLogs: FakeLogHost;
  }
}
