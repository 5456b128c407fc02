import type { Problem } from '../../src/model/problem';
import type { Edit } from '../../src/model/edit';
import { useActions, useCanvas } from '../context';
import { Codicon } from '../Icon';

const ICONS = { error: 'error', warning: 'warning', info: 'info' } as const;

/** What is wrong, each with its place in the text and, where there is one remedy, a button that applies it. */
export function ProblemList({ problems }: { readonly problems: readonly Problem[] }) {
  const actions = useActions();
  const readOnly = useCanvas((canvas) => canvas.readOnly !== undefined);
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
            <button className="link" onClick={() => actions.command('revealInText', { path: problem.path })}>
              Show in the text
            </button>
          </span>
        </li>
      ))}
    </ul>
  );
}

function editOf(edits: readonly Edit[]): Edit {
  const [only, ...others] = edits;
  if (only && others.length === 0) return only;
  return { type: 'batch', edits: edits.flatMap((edit) => (edit.type === 'batch' ? edit.edits : [edit])) };
}
