import { useEffect } from 'react';
import { useActions, useCanvas } from '../context';
import { DocumentInspector } from './DocumentInspector';
import { EdgeInspector } from './EdgeInspector';
import { Head } from './Head';
import { NodeInspector } from './NodeInspector';
import { removal } from '../gestures/removal';

/** Settings of what is selected; of the topology itself while nothing is. */
export function Inspector({
  isPinned,
  onClose,
}: {
  /** Shown in a narrow panel too. */
  readonly isPinned: boolean;
  readonly onClose: () => void;
}) {
  const selection = useCanvas((canvas) => canvas.selection);
  const topology = useCanvas((canvas) => canvas.topology);
  const isOpen = isPinned || selection.nodes.size + selection.edges.size > 0;
  const [node] = selection.nodes;
  const edge = topology.edges.find(({ key }) => selection.edges.has(key));
  const count = selection.nodes.size + selection.edges.size;
  useInspected(count > 1 ? undefined : (node ?? edge?.key));
  return (
    <aside
      className={isOpen ? 'inspector is-open' : 'inspector'}
      data-testid="inspector"
      aria-label="Settings"
    >
      {count > 1 ? (
        <SeveralInspector count={count} onClose={onClose} />
      ) : node !== undefined ? (
        <NodeInspector key={node} id={node} onClose={onClose} />
      ) : edge !== undefined ? (
        <EdgeInspector key={edge.key} edge={edge} onClose={onClose} />
      ) : (
        <DocumentInspector onClose={onClose} />
      )}
    </aside>
  );
}

/** The host tells what is behind the one thing that is looked at. */
function useInspected(hop: string | undefined): void {
  const { inspect } = useActions();
  useEffect(() => {
    if (hop === undefined) return;
    inspect(hop);
    return () => inspect(undefined);
  }, [hop, inspect]);
}

function SeveralInspector({ count, onClose }: { readonly count: number; readonly onClose: () => void }) {
  const { selection, topology } = useCanvas((canvas) => canvas);
  const actions = useActions();
  const names = [...selection.nodes].map((id) => topology.nodes.get(id)?.title ?? id);
  return (
    <>
      <Head
        icon={undefined}
        title={`${count} selected`}
        subtitle={[
          selection.nodes.size > 0 &&
            `${selection.nodes.size} ${selection.nodes.size === 1 ? 'card' : 'cards'}`,
          selection.edges.size > 0 &&
            `${selection.edges.size} ${selection.edges.size === 1 ? 'wire' : 'wires'}`,
        ]
          .filter(Boolean)
          .join(', ')}
        onClose={onClose}
        onDelete={() => {
          const edit = removal(selection, topology);
          if (edit) actions.edit(edit);
        }}
      />
      <div className="inspector-body">
        <section className="section">
          <ul className="names">
            {names.map((name, index) => (
              <li key={index} className="cut">
                {name}
              </li>
            ))}
          </ul>
        </section>
      </div>
    </>
  );
}
