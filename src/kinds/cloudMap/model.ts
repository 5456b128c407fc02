import * as z from '../../zod';
import { existing } from '../existing';

export const cloudMapSchema = z.object({
  name: z
    .string()
    .max(253)
    .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i, {
      error:
        'A namespace is a domain name such as micro.local: labels of letters, digits and hyphens, joined by dots.',
    })
    .meta({
      title: 'Name',
      description: 'Domain of the names, such as micro.local; known only inside the VPC.',
      section: 'Namespace',
    }),
  existing: existing('Namespace'),
});
export type CloudMapConfig = z.output<typeof cloudMapSchema>;
