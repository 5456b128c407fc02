import * as z from '../../zod';
import { port, throttle } from '../fields';

/** `METHOD /path` with `{name}` and a greedy `{name+}` at the end, or `$default`. */
const ROUTE_KEY =
  /^(\$default|(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) \/(([^/{}\s]+|\{[A-Za-z0-9._-]+\})(\/([^/{}\s]+|\{[A-Za-z0-9._-]+\}))*)?(\/?\{[A-Za-z0-9._-]+\+\})?)$/;

export const routeKey = z.string().regex(ROUTE_KEY, {
  error: 'A route is a method and a path, such as ANY /users/{proxy+}, or $default.',
});

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
    path: z.string().regex(/^\//).optional().meta({
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
export type Route = Exclude<z.output<typeof route>, string>;

/** Every route in its long form. */
export function routesOf(config: LinkEdgeConfig): Route[] {
  return config.routes.map((entry) => (typeof entry === 'string' ? { key: entry } : entry));
}

export const vpcLinkSchema = z.object({
  name: z.string().min(1).max(128).optional().meta({ title: 'Name', section: 'VPC link' }),
});
export type VpcLinkConfig = z.output<typeof vpcLinkSchema>;
