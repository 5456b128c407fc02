import type { Refusals } from '../kind';

/** T30: a port opened "internally" names no source. Who reaches a task follows from the wires that enter it. */
export const NO_INGRESS: Refusals = {
  ingress: {
    code: 'T30',
    message:
      'A port that is open "internally" names no source. The rules follow from the wires: each lets in its load balancer or caller on the port that it leads to, and nobody else. Remove ingress, and wire up who may call.',
  },
};
