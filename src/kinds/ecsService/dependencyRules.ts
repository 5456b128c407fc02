import type { FieldPath, Finding } from '../kind';
import { anyOf } from '../words';
import { dependencyOf, type Dependency } from './container';

/** A container as far as others wait for it and it for them. */
export interface Dependent {
  readonly name: string;
  readonly path: FieldPath;
  readonly essential: boolean;
  readonly healthCheck?: object | undefined;
  readonly dependsOn?: readonly Dependency[] | undefined;
}

/** Containers that wait for what is not there, for what never comes, or for each other. */
export function checkDependencies(all: readonly Dependent[]): Finding[] {
  const known = new Map(all.map((container) => [container.name, container]));
  const single = all.flatMap((container) =>
    (container.dependsOn ?? []).flatMap((dependency, index): Finding[] => {
      const { containerName, condition } = dependencyOf(dependency);
      const path = [...container.path, 'dependsOn', index];
      const wanted = known.get(containerName);
      if (!wanted) return [unknown(container, containerName, known, path)];
      if (condition === 'HEALTHY') return wanted.healthCheck ? [] : [unchecked(container, wanted, path)];
      return condition !== 'START' && wanted.essential ? [endless(container, wanted, condition, path)] : [];
    }),
  );
  return [...single, ...cycles(known)];
}

function unknown(
  { name }: Dependent,
  wanted: string,
  known: ReadonlyMap<string, Dependent>,
  path: FieldPath,
): Finding {
  const others = [...known.keys()].filter((other) => other !== name);
  const remedy = others.length === 0 ? 'There is no other; remove it.' : `Name ${anyOf(others)}.`;
  return {
    severity: 'error',
    code: 'unknown-container',
    message: `${name} waits for a container that does not exist: ${wanted}. ${remedy}`,
    path,
    fix: { title: `Remove ${wanted}`, path },
  };
}

/** ECS refuses it. Source: ContainerDependency. */
function unchecked({ name }: Dependent, wanted: Dependent, path: FieldPath): Finding {
  return {
    severity: 'error',
    code: 'dependency-without-check',
    message: `${name} waits until ${wanted.name} is healthy, which has no health check. Give ${wanted.name} a healthCheck, or wait for its start.`,
    path,
    fix: { title: `Wait for the start of ${wanted.name}`, path, value: wanted.name },
  };
}

/** ECS refuses it: with an essential container the whole task ends. Source: ContainerDependency. */
function endless({ name }: Dependent, wanted: Dependent, condition: string, path: FieldPath): Finding {
  return {
    severity: 'error',
    code: 'dependency-on-essential',
    message: `${name} waits for the end of ${wanted.name} (${condition}), which is essential: the task would end with it. Make ${wanted.name} not essential, or wait for its start.`,
    path,
    fix: { title: `Wait for the start of ${wanted.name}`, path, value: wanted.name },
  };
}

/** Containers that wait for each other never start. Each circle is told once, at its first container. */
function cycles(known: ReadonlyMap<string, Dependent>): Finding[] {
  const done = new Set<string>();
  const findings: Finding[] = [];
  const visit = (name: string, trail: readonly string[]) => {
    const container = known.get(name);
    if (!container) return;
    if (trail.includes(name)) {
      const circle = [...trail.slice(trail.indexOf(name)), name];
      findings.push({
        severity: 'error',
        code: 'dependency-cycle',
        message: `These containers wait for each other, so none starts: ${circle.join(' → ')}. Remove one of the dependencies.`,
        path: [...container.path, 'dependsOn'],
      });
      return;
    }
    if (done.has(name)) return;
    done.add(name);
    for (const next of container.dependsOn ?? []) visit(dependencyOf(next).containerName, [...trail, name]);
  };
  [...known.keys()].forEach((name) => visit(name, []));
  return findings;
}
