import { defineKind } from '../kind';
import * as z from '../../zod';
import { clientSchema } from './model';
import { checkClient } from './rules';

/** Who calls. Nothing in AWS. */
export const client = defineKind({
  kind: 'client',
  stem: 'client',
  title: 'Client',
  description: 'Whoever calls the API; holds saved requests.',
  place: 'outside',
  schema: clientSchema,
  initial: {},
  provides: {},
  accepts: [{ capability: 'httpApi', schema: z.object({}) }],
  facts: ({ requests }) => [
    requests.length === 1 ? '1 saved request' : `${requests.length || 'no'} saved requests`,
    '',
  ],
  check: checkClient,
  resources: () => [],
});
