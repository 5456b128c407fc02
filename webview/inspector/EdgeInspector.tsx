import { useMemo } from 'react';
import { pointer } from '../../src/model/json';
import type { TopologyEdge } from '../../src/model/topology';
import { HEALTH, wireStatus } from '../canvas/health';
import { useActions, useCanvas } from '../context';
import { Codicon } from '../Icon';
import { formOf } from './form';
import { Head } from './Head';
import { LiveDetails } from './LiveDetails';
import { ProblemList } from './ProblemList';
import { rootWrite, type Scope } from './scope';
import { Fact, Section, Sections } from './Sections';

const LOOKS = { traffic: 'Wire', call: 'Call', registration: 'Registration' } as const;

/** What a wire can be told, from the schema that its source has for it. */
export function EdgeInspector({
  edge,
  onClose,
}: {
  readonly edge: TopologyEdge;
  readonly onClose: () => void;
}) {
  const topology = useCanvas((canvas) => canvas.topology);
  const readOnly = useCanvas((canvas) => canvas.readOnly !== undefined);
  const problems = useCanvas((canvas) => canvas.problems);
  const status = useCanvas((canvas) => wireStatus(canvas.status, edge));
  const actions = useActions();
  const schema = edge.accepted?.schema;
  const fields = useMemo(() => (schema ? formOf(schema) : []), [schema]);
  const title = (id: string) => topology.nodes.get(id)?.title ?? id;
  const scope: Scope = {
    target: { edge: edge.ref },
    raw: edge.raw,
    place: pointer(['edges', edge.index]),
    readOnly,
    choices(path) {
      const named = edge.accepted?.mentions?.some(
        (mention) =>
          mention.length === path.length && mention.every((key, index) => key === '*' || key === path[index]),
      );
      // A wire can only name what leads to it.
      return named
        ? topology.edges.flatMap(({ from, to }) =>
            to === edge.from ? [{ id: from, title: title(from) }] : [],
          )
        : undefined;
    },
    write: rootWrite({ edge: edge.ref }),
  };
  const keys = new Set(fields.map(({ key }) => key));
  const others = problems.filter((problem) => {
    if (problem.path !== scope.place && !problem.path.startsWith(`${scope.place}/`)) return false;
    const [key] = problem.path.slice(scope.place.length + 1).split('/');
    return !keys.has(key ?? '') || problem.fix !== undefined || problem.severity !== 'error';
  });
  return (
    <>
      <Head
        icon={<Codicon name="arrow-right" />}
        title={`${title(edge.from)} → ${title(edge.to)}`}
        subtitle={edge.accepted ? LOOKS[edge.accepted.look ?? 'traffic'] : 'Not possible'}
        onClose={onClose}
        onReveal={() => actions.command('revealInText', { path: scope.place })}
        onDelete={() => actions.edit({ type: 'remove', nodes: [], edges: [edge.ref] })}
      />
      <div className="inspector-body">
        <ProblemList problems={others} />
        {fields.length > 0 ? (
          <Sections
            fields={fields}
            scope={scope}
            fallback={fields.length === 1 ? (fields[0]?.title ?? '') : 'Wire'}
          />
        ) : (
          <p className="note muted">There is nothing to set on this wire.</p>
        )}
        {status && (
          <Section title="Live">
            <dl className="facts">
              <Fact
                name="Health"
                value={status.summary ?? HEALTH[status.state].word}
                className={`mark-${status.state}`}
              />
            </dl>
            {status.reason && <p className="aws-reason">{status.reason}</p>}
            {status.remedy && <p>{status.remedy}</p>}
          </Section>
        )}
        <LiveDetails hop={edge.key} />
      </div>
    </>
  );
}
