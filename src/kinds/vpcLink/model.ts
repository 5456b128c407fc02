import * as z from '../../zod';
import { existing } from '../existing';
import { port, throttle } from '../fields';
import type { Drawing, GraphEdge } from '../kind';
import { routeKey } from '../routeKey';

export const route = z.union([
  routeKey,
  z.object({
    key: routeKey.meta({ title: 'Route', description: 'A method and a path, such as ANY /users/{proxy+}.' }),
    api: z.string().optional().meta({ title: 'API', description: 'Needed where the link serves several.' }),
    listener: port
      .optional()
      .meta({ title: 'Listener', description: 'Needed where the target has several.' }),
    auth: z.enum(['none', 'iam', 'jwt']).optional().meta({ title: 'Authorization' }),
    scopes: z.array(z.string()).optional().meta({ title: 'Scopes' }),
    throttle: throttle.optional().meta({ title: 'Throttle' }),
    path: z.string().regex(/^\//, { error: 'A path begins with a slash.' }).optional().meta({
      title: 'Path',
      description: 'What the backend sees instead, such as /${request.path.proxy}.',
    }),
  }),
]);

export const linkEdgeSchema = z.object({
  routes: z.array(route).default([]).meta({
    title: 'Routes',
    description: 'Which requests go this way. A greedy route does not match its bare path: write both.',
  }),
});
export type LinkEdgeConfig = z.output<typeof linkEdgeSchema>;
export type LinkEdge = GraphEdge<LinkEdgeConfig, 'httpTarget'>;
export type Route = Exclude<z.output<typeof route>, string>;

/** Every route in its long form. */
export function routesOf(config: LinkEdgeConfig): Route[] {
  return config.routes.map((entry) => (typeof entry === 'string' ? { key: entry } : entry));
}

/** What a wire to a target starts with. A greedy route does not match its bare path: both, or /users ends in a 404. */
export function pairOfRoutes(target: string): string[] {
  return [`ANY /${target}`, `ANY /${target}/{proxy+}`];
}

/** The wires that leave a link, in the order of the file. */
export function linkEdges(id: string, drawing: Drawing): LinkEdge[] {
  // The edges were parsed with the schema that this kind declares for the capability.
  return drawing.edgesFrom(id, 'httpTarget') as LinkEdge[];
}

export const vpcLinkSchema = z.object({
  existing: existing('VPC link'),
  name: z
    .string()
    .min(1)
    .max(128)
    .optional()
    .meta({ title: 'Name', placeholder: '<topology>--<id>', section: 'VPC link' }),
});
export type VpcLinkConfig = z.output<typeof vpcLinkSchema>;
