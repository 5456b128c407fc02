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
