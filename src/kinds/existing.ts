import { isRef, type Existing } from '../engine/resource';
import type { Finding, Graph } from './kind';
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

/** What somebody else made is in a VPC that exists already. */
export function outsideOwnNetwork(
  config: { readonly existing?: string | undefined },
  { network }: Pick<Graph, 'network'>,
): Finding[] {
  if (config.existing === undefined || !isRef(network.vpcId)) return [];
  return [
    {
      severity: 'error',
      code: 'existing-elsewhere',
      message:
        'The network is made with the topology, so nothing that exists can be in it. Name its VPC by vpcId and subnetIds, or remove existing.',
      path: ['existing'],
      fix: { title: 'Remove existing', path: ['existing'] },
    },
  ];
}
