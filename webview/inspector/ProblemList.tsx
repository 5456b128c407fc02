import type { Problem } from '../../src/model/problem';
import type { Edit } from '../../src/model/edit';
import { useActions, useCanvas } from '../context';
import { focusSoon } from '../focusSoon';
import { Codicon } from '../Icon';
import { controlOf, fieldOfProblem, type FieldPlace } from './fieldOfProblem';

const ICONS = { error: 'error', warning: 'warning', info: 'info' } as const;

/** What is wrong, each with its place in the text and, where there is one remedy, a button that applies it. */
export function ProblemList({ problems }: { readonly problems: readonly Problem[] }) {
  const actions = useActions();
  const readOnly = useCanvas((canvas) => canvas.readOnly !== undefined);
  const topology = useCanvas((canvas) => canvas.topology);
  if (problems.length === 0) return null;
  return (
    <ul className="problem-list" aria-label="Problems">
      {problems.map((problem, index) => (
        <li key={index} className={`problem problem-${problem.severity}`}>
          <Codicon name={ICONS[problem.severity]} />
          <span>
            {problem.message}{' '}
            {problem.fix && !readOnly && (
              <button className="link" onClick={() => actions.mend(editOf(problem.fix?.edits ?? []))}>
                {problem.fix.title}
              </button>
            )}{' '}
            <FieldLink place={fieldOfProblem(problem, topology)} />{' '}
            <button className="link" onClick={() => actions.command('revealInText', { path: problem.path })}>
              Show in the text
            </button>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Leads to where a problem is mended by hand. */
function FieldLink({ place }: { readonly place: FieldPlace | undefined }) {
  const actions = useActions();
  if (!place) return null;
  const { spot, path } = place;
  const go = () => {
    actions.explain(undefined);
    if (!spot) actions.select([]);
    else if ('node' in spot) actions.select([spot.node]);
    else actions.select([], [spot.edge]);
    focusSoon(() => {
      const control = controlOf(path, document);
      control?.scrollIntoView({ block: 'nearest' });
      return control;
    });
  };
  return (
    <button className="link" onClick={go}>
      Go to the field
    </button>
  );
}

function editOf(edits: readonly Edit[]): Edit {
  const [only, ...others] = edits;
  if (only && others.length === 0) return only;
  return { type: 'batch', edits: edits.flatMap((edit) => (edit.type === 'batch' ? edit.edits : [edit])) };
}
