import type { JsonObject } from './json';
import { mergePatch, patchBetween } from './mergePatch';
import type { PageMessage, StatusChange, StatusMessage, ToWebview } from './protocol';

/** The end that knows: posts a status whole at first, then what has changed of it, and nothing where nothing has. */
export interface StatusSender {
  send(status: StatusMessage): void;
  /** There is another page at the other end, which knows nothing. */
  restart(): void;
}

export function createStatusSender(post: (message: StatusMessage | StatusChange) => void): StatusSender {
  let sent: StatusMessage | undefined;
  return {
    send(status) {
      const patch = sent && patchBetween(dataOf(sent), dataOf(status));
      if (!sent) post(status);
      else if (patch) post({ type: 'statusChange', patch });
      sent = status;
    },
    restart: () => void (sent = undefined),
  };
}

/** The end that shows: puts changes into the status that it has. A change of one that it never had says nothing. */
export function statusReceiver(receive: (message: PageMessage) => void): (message: ToWebview) => void {
  let known: StatusMessage | undefined;
  return (message) => {
    if (message.type === 'statusChange') {
      // What the sender has made of two statuses makes one of the other.
      known = known && (mergePatch(dataOf(known), message.patch) as unknown as StatusMessage);
      if (known) receive(known);
      return;
    }
    if (message.type === 'status') known = message;
    receive(message);
  };
}

/** A message is plain data. */
function dataOf(status: StatusMessage): JsonObject {
  return status as unknown as JsonObject;
}
