import { withoutSuffix } from './diff';
import type { Plan } from './plan';
import type { Cloud, Found } from './provider';
import { initially, isInitial, ref, type Ref, type Resource } from './resource';

/**
 * What the account held when a plan was made, as resources: a plan towards them takes back what a run of the first one
 * has changed. Where a property was the id of something else it refers to it again, which may have to be made anew.
 */
export function snapshot(plan: Plan, cloud: Pick<Cloud, 'types' | 'provider'>): Resource[] {
  const things = oneOfEach(plan);
  return things.map((thing) => {
    const pointedTo = things.filter((other) => other !== thing && pointsTo(thing, other));
    const asked = plan.decisions.find(({ found }) => found && isSame(found, thing))?.resource;
    return {
      id: thing.id,
      type: thing.type,
      ...(thing.applied !== undefined && { applied: thing.applied }),
      props: {
        ...withoutWhatMoves(withRefs(withBaseName(thing, asked), referencesTo(pointedTo)), asked),
        after: things.filter((other) => isMadeBefore(thing, other, pointedTo)).flatMap(anyRef),
      },
    };
  });

  /** By the value that stands in the properties. What has a health is waited for: nobody says who can do without. */
  function referencesTo(pointedTo: readonly Found[]): ReadonlyMap<string, Ref> {
    return new Map(
      pointedTo.flatMap((other) =>
        ownAttributes(other).map(([name, value]): [string, Ref] => [
          value,
          ref(other.id, name, { ready: cloud.provider(other.type).health !== undefined }),
        ]),
      ),
    );
  }

  /** The name that was asked for: a replacement beside an old one got a longer one. */
  function withBaseName({ type, props }: Found, asked: Resource | undefined): Found['props'] {
    const limit = cloud.provider(type).uniqueNameLimit;
    if (limit === undefined || !asked || !('name' in asked.props)) return props;
    return { ...props, name: withoutSuffix(props.name, asked.props.name, limit) };
  }

  /** Of two that hang on the same, the one goes first that is deleted last: a listener before the service behind it. */
  function isMadeBefore(thing: Found, other: Found, pointedTo: readonly Found[]): boolean {
    return (
      cloud.types.indexOf(other.type) < cloud.types.indexOf(thing.type) &&
      pointedTo.some((shared) => shared !== other && pointsTo(other, shared))
    );
  }
}

/** What is asked only when a thing is made has moved since, and not by the run that is taken back. */
function withoutWhatMoves(props: object, asked: Resource | undefined): object {
  const moving = Object.entries(asked?.props ?? {}).flatMap(([name, value]) =>
    isInitial(value) ? [name] : [],
  );
  return Object.fromEntries(
    Object.entries(props).map(([name, value]: [string, unknown]) => [
      name,
      moving.includes(name) ? initially(value) : value,
    ]),
  );
}

/** Those on which the plan was built, then the oldest: twins of them are nobody's wish. */
function oneOfEach({ decisions, found }: Plan): Found[] {
  const isBuiltOn = (thing: Found) => decisions.some((one) => one.found && isSame(one.found, thing));
  const oldestFirst = [...found].sort((a, b) => (a.created < b.created ? -1 : 1));
  const chosen = new Map<string, Found>();
  for (const thing of [...oldestFirst.filter(isBuiltOn), ...oldestFirst]) {
    if (!chosen.has(thing.id)) chosen.set(thing.id, thing);
  }
  return [...chosen.values()];
}

function isSame(a: Found, b: Found): boolean {
  return a.type === b.type && a.physicalId === b.physicalId;
}

function pointsTo(thing: Found, other: Found): boolean {
  return ownAttributes(other).some(([, value]) => thing.pointsTo.includes(value));
}

/** Without those that are somebody else's: two services that name their cluster do not point to each other. */
function ownAttributes({ attributes, pointsTo: others }: Found): [name: string, value: string][] {
  return Object.entries(attributes).filter(([, value]) => !others.includes(value));
}

/** Names of a thing of its own, whatever else bears the same. */
const OWN_NAMES: readonly string[] = ['name', 'family', 'key'];

function withRefs(props: Found['props'], references: ReadonlyMap<string, Ref>): object {
  return Object.fromEntries(
    Object.entries(props).map(([name, value]) => [name, OWN_NAMES.includes(name) ? value : replaced(value)]),
  );

  function replaced(value: unknown): unknown {
    // A remark may stand behind an id: that its deployment failed.
    if (typeof value === 'string') return references.get(value) ?? references.get(remarked(value)) ?? value;
    if (Array.isArray(value)) return value.map(replaced);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, replaced(member)]));
  }
}

function remarked(value: string): string {
  return value.replace(/ \([^()]*\)$/, '');
}

/** What to wait for is all that counts here; any attribute says it. */
function anyRef({ id, attributes }: Found): Ref[] {
  const [name] = Object.keys(attributes);
  return name === undefined ? [] : [ref(id, name)];
}
