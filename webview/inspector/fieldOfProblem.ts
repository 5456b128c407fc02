import { pathOf } from '../../src/model/json';
import type { Problem } from '../../src/model/problem';
import type { Topology } from '../../src/model/topology';
import type { Spot } from '../gestures/steps';
import { testId } from './Row';

/** A field of the inspector: what is selected while it shows it, nothing for the topology's own, and its path there. */
export interface FieldPlace {
  readonly spot: Spot | undefined;
  readonly path: readonly string[];
}

/** The field in which a problem can be mended by hand; undefined where it is none of one field. */
export function fieldOfProblem({ path }: Problem, { edges }: Topology): FieldPlace | undefined {
  const [root, item, ...rest] = pathOf(path);
  if (root === undefined || root === 'layout' || root === 'environments') return undefined;
  if (root !== 'nodes' && root !== 'edges') return { spot: undefined, path: pathOf(path) };
  const edge = root === 'edges' ? edges.find(({ index }) => String(index) === item) : undefined;
  if (item === undefined || rest.length === 0 || (root === 'edges' && !edge)) return undefined;
  return { spot: edge ? { edge: edge.key } : { node: item }, path: rest };
}

/** The control of a field, or of the innermost around it that is not folded away. */
export function controlOf(path: readonly string[], root: ParentNode): HTMLElement | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const place = `[data-testid="${CSS.escape(testId(path.slice(0, length)))}"]`;
    const field = root.querySelector<HTMLElement>(`.inspector-body ${place}`);
    if (!field) continue;
    const control = 'input, select, textarea, button';
    return field.matches(control) ? field : (field.querySelector<HTMLElement>(control) ?? undefined);
  }
  return undefined;
}
