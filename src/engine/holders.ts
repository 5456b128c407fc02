import type { Found } from './provider';

/**
 * What has to go, or to let go, before a thing can be deleted: whatever points to it. Two that point to each other,
 * and siblings under one parent that is deleted too, go in the reverse order of types: a stage before its routes.
 */
export function holdersOf(
  thing: Found,
  options: { existing: readonly Found[]; doomed: readonly Found[]; types: readonly string[] },
): Found[] {
  const names = namesOf(thing);
  const parents = new Set(options.doomed.flatMap((other) => [...namesOf(other)]));
  const later = (other: Found) => options.types.indexOf(other.type) > options.types.indexOf(thing.type);
  return options.existing.filter((other) => {
    if (other === thing) return false;
    if (other.pointsTo.some((id) => names.has(id))) return !pointsTo(thing, other) || later(other);
    const siblings = other.pointsTo.some((id) => thing.pointsTo.includes(id) && parents.has(id));
    return siblings && later(other) && options.doomed.includes(other) && !pointsTo(thing, other);
  });
}

function pointsTo(thing: Found, other: Found): boolean {
  const names = namesOf(other);
  return thing.pointsTo.some((id) => names.has(id));
}

/** By which others may point to a thing. */
export function namesOf({ physicalId, attributes }: Found): Set<string> {
  return new Set([physicalId, ...Object.values(attributes)]);
}

/** Things in the order in which they can be deleted, each with those among them that have to go before it. */
export function inDeletionOrder(
  things: readonly Found[],
  types: readonly string[],
): { readonly thing: Found; readonly holders: readonly Found[] }[] {
  const options = { existing: things, doomed: things, types };
  const held = new Map(things.map((thing) => [thing, holdersOf(thing, options)]));
  const ordered = new Set<Found>();
  const visit = (thing: Found, path: ReadonlySet<Found>): void => {
    // Jobs that wait for each other are refused where they are made; here it only has to come to an end.
    if (ordered.has(thing) || path.has(thing)) return;
    for (const holder of held.get(thing) ?? []) visit(holder, new Set([...path, thing]));
    ordered.add(thing);
  };
  things.forEach((thing) => visit(thing, new Set()));
  return [...ordered].map((thing) => ({ thing, holders: held.get(thing) ?? [] }));
}
