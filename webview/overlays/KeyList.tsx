import { SECTIONS, type Action } from '../actions/action';
import { keyText } from '../actions/keys';
import { ACTIONS } from '../actions/table';
import { Dialog } from './Dialog';

/** Every key of the drawing. */
export function KeyList({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <div className="key-list">
        {SECTIONS.map((section) => (
          <section key={section}>
            <h3>{section}</h3>
            <dl>
              {ACTIONS.filter((action) => action.section === section && action.keys).map((action) => (
                <div key={action.id}>
                  <dt>{action.title}</dt>
                  <dd>
                    {shownKeys(action).map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function shownKeys({ keys = [], keyText: all }: Action): readonly string[] {
  return all === undefined ? keys.map((key) => keyText(key)) : [all];
}
