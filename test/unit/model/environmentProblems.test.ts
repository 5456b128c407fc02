import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../src/model/changes';
import { valueAt, type JsonObject, type JsonValue } from '../../../src/model/json';
import { validate } from '../../../src/model/validate';
import { chain, registry, twoServices, withEdges, withNodes } from '../../fakes/topologies';

const problems = (environments: JsonValue, document: JsonObject = chain()) =>
  validate({ ...document, environments }, registry);
/** `path code`, of errors and warnings. */
const told = (environments: JsonValue, document?: JsonObject) =>
  problems(environments, document)
    .filter(({ severity }) => severity !== 'info')
    .map(({ path, code }) => `${path} ${code}`);

describe('environments', () => {
  it('that are sound have no problems', () => {
    expect(told({ dev: { nodes: { users: { desiredCount: 1 } } }, prod: { region: 'us-east-1' } })).toEqual(
      [],
    );
  });

  it.each<[JsonValue, string[]]>([
    [3, ['/environments invalid-value']],
    [{ dev: 3 }, ['/environments/dev invalid-value']],
    [
      { dev: { nodes: [] } },
      ['/environments/dev/nodes invalid-value', '/environments/dev/nodes missing-member'],
    ],
    [{ 'Dev-1': {} }, ['/environments/Dev-1 bad-environment']],
    [{ dev: { edges: [] } }, ['/environments/dev/edges unknown-member']],
    [{ dev: { region: 'Ireland' } }, ['/environments/dev/region invalid-value']],
    [{ dev: { network: { vpcId: 'vpc-1' } } }, ['/environments/dev/network/subnetIds required']],
    [{ dev: { nodes: { users: { cpu: 300 } } } }, ['/environments/dev/nodes/users/cpu invalid-value']],
    [{ dev: { nodes: { users: { port: null } } } }, ['/environments/dev/nodes/users/port required']],
    [{ dev: { nodes: { users: { imagee: 'x' } } } }, ['/environments/dev/nodes/users/imagee unknown-member']],
    [{ dev: { nodes: { usrs: { cpu: 512 } } } }, ['/environments/dev/nodes/usrs/kind missing-kind']],
    [{ dev: { nodes: { Usrs: { kind: 'vpcLink' } } } }, ['/environments/dev/nodes/Usrs bad-id']],
  ])('%j are told', (environments, expected) => {
    expect(told(environments)).toEqual(expected);
  });

  it('called like something that every object has are told too', () => {
    const hostile = Object.fromEntries([['__proto__', {}]]);
    expect(told(hostile)).toEqual(['/environments/__proto__ bad-environment']);
  });

  it('say nothing of what the base says already', () => {
    const broken = withEdges(withNodes(chain(), { users: { image: 'a b' }, names: { name: 'shop.local' } }), {
      from: 'nlb',
      to: 'gone',
    });
    const base = validate(broken, registry);
    expect(base.map(({ path }) => path)).toEqual(['/nodes/users/image', '/edges/5/to', '/nodes/names/name']);
    expect(problems({ dev: {}, prod: { nodes: { api: { stage: 'x' } } } }, broken)).toEqual(base);
  });

  it('are named where the base is right by itself', () => {
    const [problem, ...others] = problems({ dev: { nodes: { users: { cpu: 1024 } } } });
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ path: '/nodes/users/memory', code: 'cpu-memory' });
    expect(problem?.message).toMatch(/^In dev: Fargate has no task with 1024 CPU units and 512 MiB\./);
    // It would change the base, which is right.
    expect(problem?.fix).toBeUndefined();
  });

  it('mend what the patch says by a fix in the patch', () => {
    const file = { ...chain(), environments: { dev: { nodes: { users: { cpu: 1024, memory: 512 } } } } };
    const [edit] = validate(file, registry)[0]?.fix?.edits ?? [];
    const mended = edit && applyEdit(file, edit, registry);
    expect(mended?.ok && valueAt(mended.value, ['environments', 'dev', 'nodes', 'users', 'memory'])).toBe(
      2048,
    );
    expect(mended?.ok && validate(mended.value, registry)).toEqual([]);
  });

  it('leave out the edges of nodes that they lack, and say what then is missing', () => {
    expect(told({ dev: { nodes: { client: null } } })).toEqual([]);
    expect(told({ dev: { nodes: { names: null } } }, twoServices())).toEqual(['/edges/6/env unnamed-callee']);
  });

  it('know an edge that no environment and no base has both ends of for a mistake, once', () => {
    const edge = { from: 'nlb', to: 'gone' };
    expect(told({ dev: {}, prod: {} }, withEdges(chain(), edge))).toEqual(['/edges/5/to missing-reference']);
  });

  it('keep positions of nodes that only one of them has', () => {
    const more = { dev: { nodes: { more: { kind: 'vpcLink' } } } };
    expect(told(more, { ...chain(), layout: { more: [0, 0] } })).toEqual([]);
  });
});

describe('what a node was formerly', () => {
  it.each<[JsonObject, string]>([
    [{ users: { formerly: 'people' } }, ''],
    [{ users: { formerly: 'users' } }, 'formerly is the id that the node has now: users.'],
    [{ users: { formerly: 'api' } }, 'formerly names a node that is still there: api.'],
    [{ users: { formerly: 'Not An Id' } }, 'formerly is no id that a node could have had.'],
    [{ users: { formerly: 3 } }, 'formerly is no id that a node could have had.'],
  ])('%j: %s', (nodes, fault) => {
    const found = validate(withNodes(chain(), nodes as Record<string, JsonObject>), registry);
    expect(found.map(({ path, code }) => `${path} ${code}`)).toEqual(
      fault === '' ? [] : ['/nodes/users/formerly bad-formerly'],
    );
    expect(found.map(({ message }) => message).join()).toContain(fault);
  });

  it('cannot be one id for two nodes', () => {
    const both = withNodes(twoServices(), { users: { formerly: 'a' }, orders: { formerly: 'a' } });
    const found = validate(both, registry).filter(({ code }) => code === 'bad-formerly');
    expect(found.map(({ path }) => path)).toEqual(['/nodes/users/formerly', '/nodes/orders/formerly']);
  });
});
