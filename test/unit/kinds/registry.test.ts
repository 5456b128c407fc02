import { describe, expect, it } from 'vitest';
import { ref } from '../../../src/engine/resource';
import { createRegistry, KINDS } from '../../../src/kinds/index';
import { defineKind, type GraphEdge, type Kind } from '../../../src/kinds/kind';
import { ID_PATTERN } from '../../../src/kinds/names';
import { canConnect } from '../../../src/model/connect';
import { expand } from '../../../src/model/expand';
import { jsonSchemaOf } from '../../../src/model/jsonSchema';
import { readTopology } from '../../../src/model/topology';
import { validate } from '../../../src/model/validate';
import * as z from '../../../src/zod';
import { chain, registry, withEdges, withNodes, withoutEdge } from '../../fakes/topologies';

const albEdge = z.object({ path: z.string().default('/') });
type AlbEdge = GraphEdge<z.output<typeof albEdge>, 'tcpService'>;

/** An eighth kind, which nobody but this test knows. */
const alb = defineKind({
  kind: 'alb',
  stem: 'alb',
  title: 'Application load balancer',
  description: 'Spreads requests over services by path.',
  place: 'network',
  schema: z.object({ name: z.string().optional(), http2: z.boolean().default(true) }),
  initial: { http2: true },
  provides: {
    httpTarget: ({ id }) => ({
      securityGroup: ref(`${id}/securityGroup`, 'id'),
      endpoints: [{ port: 80, uri: ref(`${id}/listener`, 'arn') }],
    }),
  },
  accepts: [
    {
      capability: 'tcpService',
      schema: albEdge,
      gives: (edge, graph) => {
        // Parsed with the schema of this very entry.
        const target = edge as AlbEdge;
        return {
          targetGroup: {
            arn: ref(`${edge.from}/targetGroup/${edge.to}`, 'arn'),
            port: graph.offer(target).port,
            listener: ref(`${edge.from}/listener`, 'arn'),
          },
        };
      },
      check: (edge: GraphEdge<z.output<typeof albEdge>, 'tcpService'>) =>
        edge.config.path.startsWith('/')
          ? []
          : [{ severity: 'error', code: 'bad-path', message: 'A path begins with a slash.', path: ['path'] }],
    },
  ],
  facts: ({ http2 }) => [http2 ? 'HTTP/2' : 'HTTP/1.1', ''],
  resources: (node, graph) => [
    {
      id: `${node.id}/securityGroup`,
      type: 'AWS::EC2::SecurityGroup',
      props: {
        name: graph.names.unique(node, { limit: 255 }),
        description: 'ALB',
        vpcId: graph.network.vpcId,
      },
    },
  ],
});

const eight = createRegistry([...KINDS, alb]);
const document = withEdges(
  withoutEdge(
    withoutEdge(withNodes(chain(), { nlb: null, alb: { kind: 'alb' } }), 'link', 'nlb'),
    'nlb',
    'users',
  ),
  { from: 'link', to: 'alb', routes: ['ANY /users', 'ANY /users/{proxy+}'] },
  { from: 'alb', to: 'users' },
);

describe('an eighth kind', () => {
  it('stands in the palette behind the others', () => {
    expect([...eight.values()].map(({ title }) => title)).toEqual([
      'Client',
      'API Gateway',
      'VPC link',
      'Network load balancer',
      'ECS cluster',
      'ECS service',
      'Cloud Map',
      'Application load balancer',
    ]);
    expect(eight.get('alb')?.initial).toEqual({ http2: true });
  });

  it('is in the schema of the file', () => {
    expect(JSON.stringify(jsonSchemaOf(eight))).toContain('"http2"');
    expect(JSON.stringify(jsonSchemaOf(registry))).not.toContain('"http2"');
  });

  it('is connected by what it accepts and provides', () => {
    const topology = readTopology(
      withNodes(document, { second: { kind: 'alb' }, third: { kind: 'nlb' } }),
      eight,
    );
    expect(canConnect(topology, eight, 'link', 'second')).toMatchObject({ ok: true });
    expect(canConnect(topology, eight, 'second', 'users')).toMatchObject({ ok: true });
    expect(canConnect(topology, eight, 'link', 'cluster')).toEqual({
      ok: false,
      reason:
        'VPC link connects to Network load balancer, ECS service, or Application load balancer, not to ECS cluster.',
    });
  });

  it('is validated by its schema and rules', () => {
    expect(validate(document, eight)).toEqual([]);
    expect(validate(withNodes(document, { alb: { htp2: true } }), eight)).toMatchObject([
      { path: '/nodes/alb/htp2', message: 'htp2 is not known here. Did you mean http2?' },
    ]);
    const broken = withEdges(document, { from: 'alb', to: 'users', path: 'x' });
    expect(validate(broken, eight)).toMatchObject([{ code: 'bad-path', path: '/edges/4/path' }]);
  });

  it('is planned, together with what its neighbours make of it', () => {
    const resources = expand(readTopology(document, eight), eight, {
      stack: { name: 'shop' },
      region: 'eu-west-1',
    });
    const props = Object.fromEntries(resources.map(({ id, props }) => [id, props]));
    expect(props).toMatchObject({
      'alb/securityGroup': { name: 'shop--alb' },
      'link/integration/alb/80/api': { uri: { $ref: 'alb/listener', attribute: 'arn' } },
      'users/service': { loadBalancers: [{ targetGroupArn: { $ref: 'alb/targetGroup/users' } }] },
    });
  });

  it('is unknown to a registry without it', () => {
    expect(validate(document, registry)).toContainEqual(
      expect.objectContaining({ code: 'unknown-kind', path: '/nodes/alb/kind' }),
    );
  });
});

describe.each(KINDS.map((kind): [string, Kind] => [kind.kind, kind]))('the kind %s', (_name, kind) => {
  it('has a stem that is an id, and a sentence about itself', () => {
    expect(kind.stem).toMatch(ID_PATTERN);
    expect(kind.description).toMatch(/^[A-Z].*\.$/);
  });

  it('begins with what fits its schema, but for what only a person can say', () => {
    const missing = kind.schema.safeParse(kind.initial).error?.issues.map(({ path }) => path.join('.')) ?? [];
    expect(missing).toEqual(kind.kind === 'ecsService' ? ['image', 'cluster'] : []);
  });

  it('has a title for each field', () => {
    for (const field of Object.values<z.ZodType>(kind.schema.shape)) {
      expect(field.meta()?.title).toMatch(/^[A-Z]/);
    }
  });
});
