import { grouped } from '../../engine/grouped';
import type { Found } from '../../engine/provider';
import { isRef, nodeOf, refsIn } from '../../engine/resource';
import type { Reference, ResourceType, TopologyResource } from '../../kinds/resourceTypes';
import type { Answer, Answers, Snapshot } from './snapshot';
import { finding, notAnswered, type Verdict } from './verdict';

/** The topology's resources and the account, side by side. */
export interface View {
  readonly snapshot: Snapshot;
  readonly resources: readonly TopologyResource[];
  resource(id: string): TopologyResource | undefined;
  /** What belongs to a node, and to the wires that leave it. */
  resourcesOf(node: string): readonly TopologyResource[];
  /** What refers to a resource. */
  referrersOf(id: string): readonly TopologyResource[];
  found(id: string): Found | undefined;
  /** What a reference is in the account; undefined while that is not there. */
  deployed(reference: Reference): string | undefined;
}

export function createView(resources: readonly TopologyResource[], snapshot: Snapshot): View {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const byNode = grouped(resources, ({ id }) => nodeOf(id));
  const referrers = new Map<string, Set<TopologyResource>>();
  for (const resource of resources) {
    for (const { $ref } of refsIn(resource.props)) {
      referrers.set($ref, (referrers.get($ref) ?? new Set()).add(resource));
    }
  }
  return {
    snapshot,
    resources,
    resource: (id) => byId.get(id),
    resourcesOf: (node) => byNode.get(node) ?? [],
    referrersOf: (id) => [...(referrers.get(id) ?? [])],
    found: (id) => snapshot.found.get(id),
    deployed: (reference) =>
      isRef(reference) ? snapshot.found.get(reference.$ref)?.attributes[reference.attribute] : reference,
  };
}

/** Those of one type. */
export function ofType<T extends ResourceType>(
  resources: readonly TopologyResource[],
  type: T,
): Extract<TopologyResource, { type: T }>[] {
  return resources.filter(
    (resource): resource is Extract<TopologyResource, { type: T }> => resource.type === type,
  );
}

/** True when something in the properties refers to the resource. */
export function refersTo(props: unknown, id: string): boolean {
  return refsIn(props).some(({ $ref }) => $ref === id);
}

/** Judges an answer, or says why there is none. */
export function judged<T>(answers: Answers<T>, id: string, judge: (value: T) => Verdict): Verdict {
  const answer = answers.get(id);
  if (answer === undefined) return notAnswered();
  return 'value' in answer ? judge(answer.value) : finding('notReadable', { reason: answer.unknown });
}

/** The value of an answer, where there is one. */
export function valueOf<T>(answer: Answer<T> | undefined): T | undefined {
  return answer && 'value' in answer ? answer.value : undefined;
}
