import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRef, refsIn } from '../../../src/engine/resource';
import type { TopologyResource } from '../../../src/kinds/resourceTypes';
import { expand } from '../../../src/model/expand';
import { readTopology } from '../../../src/model/topology';
import { planningProblems, validateTopology } from '../../../src/model/validate';
import { registry } from '../../fakes/topologies';
import { wired } from '../model/randomTopology';

/** Traps of which no topology can ask, whatever its file says: the shape of what is asked leaves no room for them. */
describe('no plan contains', { timeout: 60_000 }, () => {
  always('T6: a VPC link that holds a load balancer instead of subnets', (resources) => {
    for (const { props } of ofType(resources, 'AWS::ApiGatewayV2::VpcLink')) {
      expect(props.subnetIds.length).toBeGreaterThan(0);
      expect(typesReferredTo(props, resources)).toEqual(['AWS::EC2::SecurityGroup']);
    }
    for (const { props } of ofType(resources, 'AWS::ApiGatewayV2::Integration')) {
      // T3 as well: a URL is no reference.
      expect(isRef(props.uri)).toBe(true);
    }
  });

  always('T7: a load balancer without a security group', (resources) => {
    for (const { id, props } of ofType(resources, 'AWS::ElasticLoadBalancingV2::LoadBalancer')) {
      expect(typesReferredTo(props, resources), id).toEqual(['AWS::EC2::SecurityGroup']);
    }
  });

  always('T17: a deregistration delay of minutes', (resources) => {
    for (const { props } of ofType(resources, 'AWS::ElasticLoadBalancingV2::TargetGroup')) {
      expect(props.deregistrationDelay).toBe(30);
    }
  });

  always('T21: a name that is too long, or is given twice', (resources) => {
    for (const type of [
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      'AWS::ElasticLoadBalancingV2::TargetGroup',
    ] as const) {
      const names = ofType(resources, type).map(({ props }) => props.name);
      for (const name of names) expect(name).toMatch(/^(?=.{1,32}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  always('T27: a rule that admits addresses instead of a group of the stack', (resources) => {
    const groups = new Set(ofType(resources, 'AWS::EC2::SecurityGroup').map(({ id }) => id));
    for (const { id, props } of ofType(resources, 'AWS::EC2::SecurityGroupIngress')) {
      for (const group of [props.groupId, props.sourceGroupId]) {
        expect(isRef(group) && groups.has(group.$ref), id).toBe(true);
      }
    }
  });

  always('T28: limits of a route that its API does not have', (resources) => {
    for (const { props } of ofType(resources, 'AWS::ApiGatewayV2::Stage')) {
      const routes = ofType(resources, 'AWS::ApiGatewayV2::Route').filter(
        (route) => JSON.stringify(route.props.apiId) === JSON.stringify(props.apiId),
      );
      expect(routes.map((route) => route.props.key)).toEqual(
        expect.arrayContaining(Object.keys(props.routeThrottles)),
      );
      // They are there before the stage is told of them.
      expect(props.after.map(({ $ref }) => $ref).sort()).toEqual(routes.map(({ id }) => id).sort());
    }
  });
});

/** Holds of every generated topology without errors. */
function always(trap: string, holds: (resources: readonly TopologyResource[]) => void): void {
  it(trap, () => {
    fc.assert(
      fc.property(wired, (document) => {
        const read = readTopology(document, registry);
        const problems = [...validateTopology(read, registry), ...planningProblems(document)];
        fc.pre(!problems.some(({ severity }) => severity === 'error'));
        const name = typeof document['name'] === 'string' ? document['name'] : 'x';
        holds(expand(read, registry, { stack: { name }, region: 'eu-west-1' }));
      }),
      { numRuns: 150, maxSkipsPerRun: 5000 },
    );
  });
}

function ofType<Type extends TopologyResource['type']>(resources: readonly TopologyResource[], type: Type) {
  return resources.filter(
    (resource): resource is Extract<TopologyResource, { type: Type }> => resource.type === type,
  );
}

function typesReferredTo(props: object, resources: readonly TopologyResource[]): string[] {
  const ids = new Set(refsIn(props).map(({ $ref }) => $ref));
  return [...new Set(resources.filter(({ id }) => ids.has(id)).map(({ type }) => type))];
}
