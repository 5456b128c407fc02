import { describe, expect, it } from 'vitest';
import { connect } from '../../../../webview/gestures/connect';
import { drop, nudged } from '../../../../webview/gestures/move';
import { addNode, freeId, takenIds } from '../../../../webview/gestures/newCard';
import { removal } from '../../../../webview/gestures/removal';
import { layout } from '../../../../webview/canvas/layout';
import { createScene } from '../../../../webview/canvas/scene';
import type { Topology } from '../../../../src/model/topology';
import type { Position } from '../../../../webview/canvas/geometry';
import { chain, measure, registry, topologyOf } from '../topology';

function sceneOf(topology: Topology, drag: ReadonlyMap<string, Position> = new Map()) {
  return createScene(topology, layout(topology, registry, measure, new Map()), drag, undefined, measure);
}

function kind(name: string) {
  const found = registry.get(name);
  if (!found) throw new Error(`No such kind: ${name}`);
  return found;
}

const service = { kind: 'ecsService', image: 'nginx', port: 80 };

describe('addNode', () => {
  it('takes the first free id of its kind', () => {
    const taken = takenIds(topologyOf({ service, 'service-2': service }));
    expect(freeId('service', taken)).toBe('service-3');
  });

  it('leaves the cluster open where there are several and it is dropped into none', () => {
    const topology = topologyOf({ a: { kind: 'ecsCluster' }, b: { kind: 'ecsCluster' } });
    const edit = addNode(kind('ecsService'), { x: 5000, y: 5000 }, topology, sceneOf(topology));
    expect(edit.node).toEqual({ kind: 'ecsService', port: 80 });
  });
});

describe('connect', () => {
  it('starts a call with the variable that gets the address', () => {
    const topology = topologyOf({ 'user-service': service, 'order-service': service });
    expect(connect(topology, registry, 'user-service', 'order-service')).toMatchObject({
      ok: true,
      edit: { edge: { env: 'ORDER_SERVICE_URL' } },
    });
  });

  it('does not write a listener that is the default', () => {
    const topology = topologyOf({ nlb: { kind: 'nlb' }, service });
    expect(connect(topology, registry, 'nlb', 'service')).toEqual({
      ok: true,
      edit: { type: 'connect', edge: { from: 'nlb', to: 'service' } },
      key: 'nlb--service',
    });
  });

  it('says which key a second wire between the same two has', () => {
    const topology = topologyOf({ nlb: { kind: 'nlb' }, service }, [{ from: 'nlb', to: 'service' }]);
    expect(connect(topology, registry, 'nlb', 'service')).toMatchObject({
      edit: { edge: { listener: 8080 } },
      key: 'nlb--service--8080',
    });
  });

  it('refuses with the direction that would do', () => {
    const topology = topologyOf({ api: { kind: 'apiGateway' }, link: { kind: 'vpcLink' } });
    expect(connect(topology, registry, 'link', 'api')).toEqual({
      ok: false,
      reason: 'Draw it the other way round, from api to link: arrows follow the request.',
    });
  });
});

describe('drop', () => {
  const topology = topologyOf(
    {
      a: { kind: 'ecsCluster' },
      b: { kind: 'ecsCluster' },
      one: { ...service, cluster: 'a' },
      two: { ...service, cluster: 'a' },
      three: { ...service, cluster: 'b' },
    },
    [],
    { one: [0, 0], two: [0, 112], three: [600, 0] },
  );

  it('only moves inside the own cluster, which follows', () => {
    const drag = new Map([['two', { x: 0, y: 400 }]]);
    expect(drop(drag, topology, sceneOf(topology, drag))).toEqual({
      type: 'move',
      positions: { two: [0, 400] },
    });
  });

  it('changes the cluster with the move where it lies in another now', () => {
    const drag = new Map([['two', { x: 608, y: 16 }]]);
    expect(drop(drag, topology, sceneOf(topology, drag))).toEqual({
      type: 'batch',
      edits: [
        { type: 'move', positions: { two: [608, 16] } },
        { type: 'setField', target: { node: 'two' }, path: ['cluster'], value: 'b' },
      ],
    });
  });

  it('is nothing where nothing moved', () => {
    expect(drop(new Map(), topology, sceneOf(topology))).toBeUndefined();
  });
});

describe('removal', () => {
  it('names the wires that do not go with their cards anyway', () => {
    const topology = chain();
    const edit = removal(
      { nodes: new Set(['api']), edges: new Set(['api--link', 'nlb-1--service-1']) },
      topology,
    );
    expect(edit).toEqual({
      type: 'remove',
      nodes: ['api'],
      edges: [{ from: 'nlb-1', to: 'service-1', listener: 80 }],
    });
  });
});

describe('nudged', () => {
  it('moves a cluster by its services', () => {
    const topology = chain(2);
    const moved = nudged(new Set(['cluster']), { x: 16, y: 0 }, sceneOf(topology));
    expect([...moved.keys()]).toEqual(['service-1', 'service-2']);
  });
});
