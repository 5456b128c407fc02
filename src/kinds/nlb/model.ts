import * as z from '../../zod';
import { existing } from '../existing';
import { awsName, port } from '../fields';
import type { Drawing, GraphEdge } from '../kind';

export const nlbSchema = z.object({
  existing: existing('Load balancer'),
  name: awsName(
    /^(?!internal-)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/,
    32,
    'A load balancer name has letters, digits and hyphens, at most 32, no hyphen at either end, and does not begin with internal-.',
  )
    .optional()
    .meta({ title: 'Name', placeholder: '<topology>--<id>', section: 'Load balancer' }),
  crossZone: z.boolean().default(true).meta({
    title: 'Cross-zone',
    description: 'Off: a zone without a healthy task drops out of the answer to DNS.',
    section: 'Load balancer',
  }),
  deletionProtection: z
    .boolean()
    .default(false)
    .meta({ title: 'Deletion protection', section: 'Load balancer' }),
});
export type NlbConfig = z.output<typeof nlbSchema>;

export const nlbEdgeSchema = z.object({
  listener: port.default(80).meta({ title: 'Listener', description: 'Port of the load balancer.' }),
  targetPort: port.optional().meta({
    title: 'Target port',
    description: 'Finds the container, main or sidecar.',
    placeholder: "the service's port",
  }),
});
export type NlbEdgeConfig = z.output<typeof nlbEdgeSchema>;
export type Target = GraphEdge<NlbEdgeConfig, 'tcpService'>;

/** The wires that leave a load balancer, in the order of the file. */
export function targets(id: string, drawing: Drawing): Target[] {
  // The edges were parsed with the schema that this kind declares for the capability.
  return drawing.edgesFrom(id, 'tcpService') as Target[];
}
