import type { PageMessage, StatusMessage } from '../src/model/protocol';

/**
 * Hands on one status a frame at most, the newest: a status tells all that is known, and nobody sees more of them than
 * frames. Everything else goes on at once, after the status that came before it.
 */
export function onePerFrame(
  receive: (message: PageMessage) => void,
  requestFrame: (callback: () => void) => unknown,
): (message: PageMessage) => void {
  let waiting: StatusMessage | undefined;
  const flush = () => {
    const status = waiting;
    waiting = undefined;
    if (status) receive(status);
  };
  return (message) => {
    if (message.type !== 'status') {
      flush();
      receive(message);
      return;
    }
    if (!waiting) requestFrame(flush);
    waiting = message;
  };
}
