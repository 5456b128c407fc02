import { describe, expect, it } from 'vitest';
import { getLanguageService, TextDocument, type CompletionItem } from 'vscode-json-languageservice';
import { createRegistry, KINDS } from '../../../src/kinds/index';
import { defineKind } from '../../../src/kinds/kind';
import { jsonSchemaOf } from '../../../src/model/jsonSchema';
import * as z from '../../../src/zod';

const registry = createRegistry(KINDS);
const SCHEMA = 'media/topology.schema.json';

/** VS Code's own JSON support with our schema. */
const service = getLanguageService({});
service.configure({ schemas: [{ uri: 'test://schema', fileMatch: ['*'], schema: jsonSchemaOf(registry) }] });

function open(text: string) {
  const document = TextDocument.create('test://a.topology.json', 'jsonc', 1, text);
  return { document, json: service.parseJSONDocument(document) };
}

async function complaints(value: unknown): Promise<string[]> {
  const { document, json } = open(JSON.stringify(value));
  const found = await service.doValidation(document, json, { comments: 'ignore', trailingCommas: 'ignore' });
  return found.map(({ message, range }) => {
    const said = typeof message === 'string' ? message : message.value;
    return `${document.getText(range)}: ${said}`;
  });
}

/** Labels of what is proposed at the bar in the text. */
async function proposals(text: string): Promise<string[]> {
  const offset = text.indexOf('|');
  const { document, json } = open(text.replace('|', ''));
  const list = await service.doComplete(document, document.positionAt(offset), json);
  return (list?.items ?? []).map(({ label }: CompletionItem) => label);
}

const around = (nodes: object, edges: object[] = []) => ({ version: 1, name: 'test', nodes, edges });

const chain = {
  ...around(
    {
      client: { kind: 'client', requests: [{ name: 'list users', method: 'GET', path: '/users' }] },
      api: { kind: 'apiGateway', name: 'microservice-api', stage: 'prod' },
      link: { kind: 'vpcLink', name: 'ecs-vpc-link', title: 'The way in' },
      nlb: { kind: 'nlb', name: 'nlb-user-service' },
      cluster: { kind: 'ecsCluster', existing: 'microservices-cluster' },
      'user-service': { kind: 'ecsService', cluster: 'cluster', image: 'nginxdemos/hello:latest', port: 80 },
      namespace: { kind: 'cloudMap', name: 'micro.local' },
    },
    [
      { from: 'client', to: 'api' },
      { from: 'api', to: 'link' },
      { from: 'link', to: 'nlb', routes: ['ANY /users', { key: 'ANY /users/{proxy+}', listener: 80 }] },
      { from: 'nlb', to: 'user-service', listener: 80 },
      { from: 'user-service', to: 'namespace', record: 'A' },
    ],
  ),
  region: 'ap-southeast-1',
  network: { vpcId: 'vpc-0123', subnetIds: ['subnet-a', 'subnet-b'] },
  layout: { client: [0, 0], api: [240, 0] },
};

it('is the file that the extension brings along', async () => {
  const text = `${JSON.stringify(jsonSchemaOf(registry), undefined, 2)}\n`;
  const hint = `${SCHEMA} is stale; write it with: npm run schema`;
  await expect(text, hint).toMatchFileSnapshot(`../../../${SCHEMA}`);
});

describe('what VS Code says by the schema', () => {
  it('has nothing against a whole topology', async () => {
    expect(await complaints(chain)).toEqual([]);
  });

  it.each(KINDS.map((kind) => [kind.kind, kind] as const))(
    'asks of a new card only for what is missing: %s',
    async (name, { initial }) => {
      const found = await complaints(around({ card: { kind: name, ...initial } }));
      expect(found.filter((message) => !/: Missing property "\w+"\.$/.test(message))).toEqual([]);
    },
  );

  it('lets an environment say less, take away, and nothing wrong', async () => {
    const environments = (dev: object) => ({ ...chain, environments: { dev } });
    const patch = {
      region: null,
      nodes: {
        'user-service': { cpu: 512, environment: { A: 'b', C: null }, scaling: { max: 3 } },
        nlb: null,
      },
    };
    expect(await complaints(environments(patch))).toEqual([]);
    expect(await complaints(environments({ nodes: { nlb: { crossZone: 'yes' } } }))).toHaveLength(1);
    expect(await complaints({ ...chain, environments: { 'Not-One': {} } })).toHaveLength(1);
    expect(await proposals('{ "environments": { "dev": { "nodes": { "a": { | } } } } }')).toEqual(
      expect.arrayContaining(['cpu', 'crossZone', 'stage']),
    );
  });

  it('names what an ECS service needs', async () => {
    const found = await complaints(around({ card: { kind: 'ecsService' } }));
    expect(found.map((message) => message.split(': ')[1])).toEqual([
      'Missing property "image".',
      'Missing property "port".',
      'Missing property "cluster".',
    ]);
  });

  it('has nothing against an edge just drawn, nor against unknown members', async () => {
    expect(await complaints(around({}, [{ from: 'a', to: 'b' }]))).toEqual([]);
    expect(await complaints({ ...around({ a: { kind: 'nlb', colour: 'red' } }), owner: 'me' })).toEqual([]);
  });

  it('points at a value that cannot be', async () => {
    expect(await complaints(around({ a: { kind: 'nlb', crossZone: 'yes' } }))).toEqual([
      '"yes": Incorrect type. Expected "boolean".',
    ]);
    expect(await complaints(around({}, [{ from: 'a', to: 'b', listener: 0 }]))).toEqual([
      '0: Value is below the minimum of 1.',
    ]);
    expect(await complaints(around({ 'Not An Id': { kind: 'nlb' } }))).toHaveLength(1);
    expect((await complaints(around({ a: { kind: 'alb' } })))[0]).toMatch(
      /^"alb": Value is not accepted\. Valid values:/,
    );
  });

  it('proposes every kind, and the fields of one', async () => {
    expect(await proposals('{ "nodes": { "a": { "kind": | } } }')).toEqual(
      expect.arrayContaining(KINDS.map(({ kind }) => `"${kind}"`)),
    );
    const fields = await proposals('{ "nodes": { "a": { "kind": "nlb", | } } }');
    expect(fields).toEqual(expect.arrayContaining(['title', 'crossZone']));
    expect(fields).not.toContain('image');
  });
});

it('has patterns that VS Code, which reads them as Unicode, can read', () => {
  const patterns = [...JSON.stringify(jsonSchemaOf(registry)).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)];
  expect(patterns.length).toBeGreaterThan(10);
  // Each is the text of a JSON string.
  for (const [, pattern = '""'] of patterns)
    expect(() => new RegExp(JSON.parse(pattern) as string, 'u')).not.toThrow();
});

it('knows an eighth kind without being told of it', () => {
  const queue = defineKind({
    kind: 'queue',
    stem: 'queue',
    title: 'Queue',
    description: 'Keeps messages.',
    place: 'network',
    schema: z.object({ depth: z.int().default(1).meta({ title: 'Depth' }) }),
    initial: {},
    provides: {},
    accepts: [],
    facts: () => ['', ''],
    resources: () => [],
  });
  const schema = JSON.stringify(jsonSchemaOf(createRegistry([...KINDS, queue])));
  expect(schema).toContain('"enum":["queue"],"description":"Keeps messages."');
  expect(schema).toContain('"title":"Depth"');
});
