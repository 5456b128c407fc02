import { canonical } from '../engine/digest';
import type { PropertyChange } from '../engine/diff';
import type { Change, Plan } from '../engine/plan';
import type { Resource } from '../engine/resource';
import type { Registry } from '../kinds/index';
import { applyEdit } from '../model/changes';
import type { Edit, FieldTarget, SingleEdit } from '../model/edit';
import { editOfFile } from '../model/environmentEdit';
import { valueAt, type JsonValue } from '../model/json';
import { prepare, type Prepared } from './prepare';

/** What somebody changed in the account, and the edit of the planned document after which the file asks for it. */
export interface DriftEdit {
  readonly change: Change;
  readonly property: PropertyChange;
  /** Absent: no single field of the file says it; a deploy puts it back. */
  readonly edit?: SingleEdit;
}

/** Everything of a plan that was changed by hand. */
export function driftEdits(plan: Plan, prepared: Prepared, registry: Registry): DriftEdit[] {
  return plan.changes.flatMap((change) =>
    change.properties
      .filter(({ drift }) => drift)
      .map((property) => {
        const edit = editFor(change, property, prepared, registry);
        return edit ? { change, property, edit } : { change, property };
      }),
  );
}

/** The edit of the file that takes all of it that can be; undefined when that is nothing. */
export function takeIntoFile(
  drift: readonly DriftEdit[],
  prepared: Prepared,
  registry: Registry,
): Edit | undefined {
  const edits = drift.flatMap(({ edit }) => edit ?? []);
  return edits.length === 0 ? undefined : inFile({ type: 'batch', edits }, prepared, registry);
}

/** What an environment says otherwise than the base is written there. */
function inFile(edit: Edit, { topology }: Prepared, registry: Registry): Edit | undefined {
  const { file, environment } = topology;
  if (environment === undefined) return edit;
  const translated = editOfFile(file, environment, edit, registry);
  return translated.ok ? translated.value : undefined;
}

/**
 * Nobody keeps a table of which field becomes which property: the fields that hold the asked value are tried one by
 * one, and the one after which the file asks for just what was read is the one.
 */
function editFor(
  change: Change,
  { path, before, after }: PropertyChange,
  prepared: Prepared,
  registry: Registry,
): SingleEdit | undefined {
  const { topology, region, resources } = prepared;
  const { file, environment } = topology;
  const wanted = resources.map((resource) =>
    canonical(isOf(change, resource) ? withValue(resource, path.split('.'), before) : resource),
  );
  return fieldsOf(change, prepared)
    .filter(({ value }) => canonical(value) === canonical(after))
    .flatMap((field) => writings(field, before))
    .find((edit) => {
      const written = inFile(edit, prepared, registry);
      const edited = written && applyEdit(file, written, registry);
      const preparation = edited?.ok ? prepare(edited.value, registry, { region, environment }) : undefined;
      if (!preparation?.ok) return false;
      const got = preparation.value.resources.map(canonical);
      return got.length === wanted.length && got.every((one, index) => one === wanted[index]);
    });
}

/** By itself, or with the members beside it where they have to be written together. */
function writings({ target, path, whole }: Field, value: unknown): SingleEdit[] {
  return path.map((_, index) => {
    const at = path.slice(0, path.length - index);
    const wanted = replaced(valueAt(whole as JsonValue, at), path.slice(at.length), value);
    return {
      type: 'setField',
      target,
      path: [...at],
      // What was read is an answer of AWS's, and so is JSON.
      ...(wanted === undefined ? {} : { value: wanted as JsonValue }),
    };
  });
}

interface Field {
  readonly target: FieldTarget;
  readonly path: readonly string[];
  readonly value: unknown;
  /** The node or wire that it is a field of, defaults included; parsed from JSON, and so JSON. */
  readonly whole: unknown;
}

/** Fields of the nodes that the resource's id names, and of the wires between them, defaults included. */
function fieldsOf({ id }: Change, { topology }: Prepared): Field[] {
  const named = new Set(id.split('/'));
  const nodes = [...topology.nodes.values()].filter((node) => named.has(node.id));
  const edges = topology.edges.filter(({ from, to }) => named.has(from) && named.has(to));
  const wholes: readonly Pick<Field, 'target' | 'whole'>[] = [
    ...nodes.map((node) => ({ target: { node: node.id }, whole: node.config })),
    ...edges.map(({ config, ref }) => ({ target: { edge: ref }, whole: config })),
  ];
  return wholes.flatMap((one) => within(one.whole, []).map((field) => ({ ...one, ...field })));
}

function within(value: unknown, path: readonly string[]): Pick<Field, 'path' | 'value'>[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ path, value }];
  const members = Object.entries(value).flatMap(([key, member]) => within(member, [...path, key]));
  return path.length === 0 ? members : [{ path, value }, ...members];
}

function isOf(change: Change, resource: Resource): boolean {
  return change.id === resource.id && change.type === resource.type;
}

function withValue(resource: Resource, path: readonly string[], value: unknown): Resource {
  return { ...resource, props: replaced(resource.props, path, value) as object };
}

function replaced(whole: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(whole)) {
    return whole.map((item, index) =>
      String(index) === key ? replaced(item, rest, value) : (item as unknown),
    );
  }
  const members = Object.entries(whole ?? {});
  const others = members.filter(([name]) => name !== key);
  const member: unknown = members.find(([name]) => name === key)?.[1];
  const put = replaced(member, rest, value);
  return Object.fromEntries(put === undefined ? others : [...others, [key, put]]);
}
