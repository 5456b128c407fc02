import { useCanvas } from '../context';
import { KindIcon } from '../Icon';

/** What to do first, while there is nothing drawn. */
export function EmptyState() {
  const isEmpty = useCanvas(
    (canvas) => canvas.loaded && canvas.document !== undefined && canvas.topology.nodes.size === 0,
  );
  const registry = useCanvas((canvas) => canvas.registry);
  if (!isEmpty) return null;
  return (
    <section className="empty" data-testid="empty">
      <div className="empty-chain" aria-hidden="true">
        {[...registry.values()]
          .filter(({ place }) => place !== 'frame')
          .map(({ kind, title }, index) => (
            <span key={kind} className="empty-step">
              {index > 0 && <span className="empty-wire" />}
              <span className="empty-card">
                <KindIcon kind={kind} />
                <span>{title}</span>
              </span>
            </span>
          ))}
      </div>
      <h2>Draw what your requests travel through</h2>
      <p>
        Drag a card from the palette at the left, or press its button. Then drag from the dot at the right of
        a card onto the next one: arrows follow the request.
      </p>
      <p className="muted">
        To begin with a ready-made chain, run <b>New topology</b> from the Command Palette.
      </p>
    </section>
  );
}
