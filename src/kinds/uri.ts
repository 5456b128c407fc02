import type { Refusals } from './kind';

/** T3: what an integration leads to follows from the wires. Source: API Gateway developer guide, private integrations. */
export const NO_URI: Refusals = {
  uri: {
    code: 'T3',
    message:
      "A private integration leads to the ARN of a listener, never to a URL or a load balancer's DNS name; the wires say which listener. Remove uri.",
  },
};
