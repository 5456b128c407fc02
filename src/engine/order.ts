import { refsIn, type Resource } from './resource';

/** Resources after everything that they refer to; otherwise in the order given. */
export function inOrder(resources: readonly Resource[]): Resource[] {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  if (byId.size !== resources.length) {
    const seen = new Set<string>();
    const twin = resources.find(({ id }) => seen.size === seen.add(id).size);
    throw new Error(`Two resources have one id: ${twin?.id}`);
  }
  const ordered: Resource[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (resource: Resource): void => {
    if (state.get(resource.id) === 'done') return;
    if (state.get(resource.id) === 'open')
      throw new Error(`Resources refer to each other in a circle: ${resource.id}`);
    state.set(resource.id, 'open');
    for (const { $ref } of refsIn(resource.props)) {
      const target = byId.get($ref);
      if (!target) throw new Error(`A resource refers to one that is not there: ${resource.id} → ${$ref}`);
      visit(target);
    }
    state.set(resource.id, 'done');
    ordered.push(resource);
  };
  resources.forEach(visit);
  return ordered;
}

/** Ids of what refers to each resource, directly or through others. */
export function dependentsOf(resources: readonly Resource[]): (id: string) => ReadonlySet<string> {
  const direct = new Map<string, string[]>();
  for (const { id, props } of resources) {
    for (const { $ref } of refsIn(props)) direct.set($ref, [...(direct.get($ref) ?? []), id]);
  }
  const known = new Map<string, ReadonlySet<string>>();
  const behind = (id: string): ReadonlySet<string> => {
    const answer = known.get(id);
    if (answer) return answer;
    const all = new Set<string>();
    // Resources never refer to each other in a circle; see above.
    for (const next of direct.get(id) ?? []) {
      all.add(next);
      behind(next).forEach((further) => all.add(further));
    }
    known.set(id, all);
    return all;
  };
  return behind;
}
