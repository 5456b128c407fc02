import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../../src/model/changes';
import { isObject, memberOf, valueAt, type JsonObject, type JsonValue } from '../../../../src/model/json';
import { readTopology, type Topology } from '../../../../src/model/topology';
import { copied, readClip } from '../../../../webview/gestures/clipboard';
import { paste } from '../../../../webview/gestures/paste';
import { sceneOf } from '../scenes';
import { chain, registry, topologyOf } from '../topology';

const HERE = { x: 0, y: 0 };

function clipOf(topology: Topology, ...ids: string[]) {
  const copy = copied(new Set(ids), topology, sceneOf(topology));
  const read = copy && readClip(copy.text);
  if (!read?.ok) throw new Error('Nothing was copied');
  return read.clip;
}

/** The document after cards of one topology were pasted into another. */
function pasted(from: Topology, ids: readonly string[], into: Topology): JsonValue {
  const edit = paste(clipOf(from, ...ids), HERE, into, registry, sceneOf(into))?.edit;
  const result = edit && applyEdit(into.file, edit, registry);
  if (!result?.ok) throw new Error(result ? result.reason : 'Nothing was pasted');
  return result.value;
}

function nodesOf(document: JsonValue): JsonObject {
  const nodes = memberOf(document, 'nodes');
  return isObject(nodes) ? nodes : {};
}

const service = { kind: 'ecsService', image: 'nginx', port: 80 };
const wires = (document: JsonValue) =>
  readTopology(document, registry).edges.map(({ from, to }) => `${from} ${to}`);

describe('copy and paste', () => {
  it('gives copies ids of their own, keeps what they name, and leaves the wires of others', () => {
    const topology = chain();
    const after = pasted(topology, ['service-1', 'nlb-1'], topology);
    expect(Object.keys(nodesOf(after)).slice(-2)).toEqual(['nlb-2', 'service-2']);
    expect(valueAt(after, ['nodes', 'service-2', 'cluster'])).toBe('cluster');
    expect(wires(after).slice(topology.edges.length)).toEqual(['nlb-2 service-2', 'service-2 names']);
  });

  it('takes a cluster along with its services', () => {
    const after = pasted(chain(2), ['cluster'], topologyOf({ cluster: { kind: 'ecsCluster' } }));
    expect(nodesOf(after)).toMatchObject({
      'cluster-2': { kind: 'ecsCluster' },
      'service-1': { cluster: 'cluster-2' },
      'service-2': { cluster: 'cluster-2' },
    });
  });

  it('drops what the other drawing does not have', () => {
    const after = pasted(chain(), ['service-1'], topologyOf({}));
    expect(nodesOf(after)).toEqual({ 'service-1': { ...service } });
    expect(wires(after)).toEqual([]);
  });

  it('brings back what was cut as it was, with the wires that led there', () => {
    const topology = chain();
    const cut = applyEdit(topology.file, { type: 'remove', nodes: ['nlb-1'], edges: [] }, registry);
    const after = pasted(topology, ['nlb-1'], readTopology(cut.ok ? cut.value : {}, registry));
    expect(nodesOf(after)).toEqual(nodesOf(topology.file));
    expect(wires(after).sort()).toEqual(wires(topology.file).sort());
  });

  it('brings along what environments change, to those that are here too', () => {
    const file = {
      ...(chain().file as JsonObject),
      environments: {
        dev: { nodes: { 'service-1': { desiredCount: 1 }, 'nlb-1': null, api: { cors: true } } },
        prod: { region: 'eu-central-1' },
      },
    };
    const topology = readTopology(file, registry);
    const cut = applyEdit(file, { type: 'remove', nodes: ['service-1', 'nlb-1'], edges: [] }, registry);
    const back = pasted(topology, ['service-1', 'nlb-1'], readTopology(cut.ok ? cut.value : {}, registry));
    expect(memberOf(back, 'environments')).toEqual(file.environments);
    const twice = pasted(topology, ['service-1'], topology);
    expect(valueAt(twice, ['environments', 'dev', 'nodes', 'service-2'])).toEqual({ desiredCount: 1 });
    const elsewhere = pasted(topology, ['service-1'], chain());
    expect(memberOf(elsewhere, 'environments')).toBeUndefined();
    const inDev = pasted(topology, ['service-1'], readTopology(file, registry, 'dev'));
    expect(valueAt(inDev, ['environments', 'dev', 'nodes'])).toEqual(file.environments.dev.nodes);
  });

  it('gives a copy no name that is taken and no past, but keeps a name that it must have', () => {
    const topology = topologyOf({
      nlb: { kind: 'nlb', name: 'front', formerly: 'old' },
      names: { kind: 'cloudMap', name: 'micro.local' },
    });
    expect(nodesOf(pasted(topology, ['nlb', 'names'], topology))).toMatchObject({
      'nlb-2': { kind: 'nlb' },
      'names-2': { kind: 'cloudMap', name: 'micro.local' },
    });
    expect(valueAt(pasted(topology, ['nlb'], topology), ['nodes', 'nlb-2'])).toEqual({ kind: 'nlb' });
  });

  it('lets a copied route name the copied API', () => {
    const topology = topologyOf(
      { api: { kind: 'apiGateway' }, link: { kind: 'vpcLink' }, nlb: { kind: 'nlb' } },
      [
        { from: 'api', to: 'link' },
        { from: 'link', to: 'nlb', routes: [{ key: 'ANY /a', api: 'api' }] },
      ],
    );
    const after = pasted(topology, ['api', 'link', 'nlb'], topology);
    expect(valueAt(after, ['edges', 3])).toEqual({
      from: 'link-2',
      to: 'nlb-2',
      routes: [{ key: 'ANY /a', api: 'api-2' }],
    });
  });

  it('covers no card, and keeps the distances', () => {
    const topology = topologyOf({ a: { kind: 'nlb' }, b: { kind: 'nlb' } }, [], { a: [0, 0], b: [400, 48] });
    const layout = memberOf(pasted(topology, ['a', 'b'], topology), 'layout');
    expect(layout).toEqual({ a: [0, 0], b: [400, 48], 'a-2': [0, 128], 'b-2': [400, 176] });
  });

  it('copies nothing where only wires are selected', () => {
    expect(copied(new Set(), chain(), sceneOf(chain()))).toBeUndefined();
  });
});

describe('a text of somebody else', () => {
  const mark = '"ecs-topology/clipboard": 1';
  it.each([
    ['nothing', '', 'The clipboard holds no cards of a topology.'],
    ['prose', 'hello', 'The clipboard holds no cards of a topology.'],
    ['half of it', `{ ${mark}, "nodes": {`, 'The cards in the clipboard cannot be read.'],
    [
      'no nodes',
      `{ ${mark}, "nodes": {}, "edges": [], "layout": {} }`,
      'The clipboard holds no cards of a topology.',
    ],
    [
      'a node that is no object',
      `{ ${mark}, "nodes": { "a": 1 }, "edges": [], "layout": {} }`,
      'The cards in the clipboard cannot be read.',
    ],
    [
      'an id that is none',
      `{ ${mark}, "nodes": { "A b": {} }, "edges": [], "layout": {} }`,
      'The cards in the clipboard cannot be read.',
    ],
    [
      'a wire without ends',
      `{ ${mark}, "nodes": { "a": {} }, "edges": [{}], "layout": {} }`,
      'The cards in the clipboard cannot be read.',
    ],
    [
      'a place that is none',
      `{ ${mark}, "nodes": { "a": {} }, "edges": [], "layout": { "a": [1e999, 0] } }`,
      'The cards in the clipboard cannot be read.',
    ],
    ['too much', `${mark}${' '.repeat(8_000_001)}`, 'The clipboard holds no cards of a topology.'],
  ])('is refused with a sentence: %s', (_what, text, reason) => {
    expect(readClip(text)).toEqual({ ok: false, reason });
  });

  it('pollutes nothing', () => {
    const text = `{ ${mark}, "nodes": { "a": { "kind": "nlb", "__proto__": { "polluted": 1 } } }, "edges": [], "layout": {} }`;
    const read = readClip(text);
    const edit = read.ok && paste(read.clip, HERE, topologyOf({}), registry, sceneOf(topologyOf({})));
    expect(edit && edit.ids).toEqual(['a']);
    expect('polluted' in {}).toBe(false);
  });
});
