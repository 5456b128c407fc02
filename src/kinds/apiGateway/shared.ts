import type { Refusals } from '../kind';

/** Source: the API Gateway reference, TagResource: APIs, stages and VPC links take tags, routes and integrations do not. */
export const NOT_SHARED: Refusals = {
  existing: {
    code: 'not-shareable',
    message:
      'An API cannot be shared: its routes carry no tags, so that nobody could tell which of them are ours. Remove existing.',
  },
};
