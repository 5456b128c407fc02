import type { Existing } from '../engine/resource';
import * as z from '../zod';

/** The field of kinds of which one that somebody else made can be used. */
export const existing = (section: string) =>
  z.string().min(1).max(2048).optional().meta({
    title: 'Existing',
    description:
      'Name, id or ARN of one that is there already: used, never changed or deleted. What hangs on it is ours.',
    placeholder: 'make one',
    section,
  });

/** What a resource says that stands for something somebody else made. `vpcId`: where it must be. */
export function existingOf(
  config: { readonly existing?: string | undefined },
  where: Omit<Existing, 'name'> = {},
): { existing?: Existing } {
  return config.existing === undefined ? {} : { existing: { name: config.existing, ...where } };
}
