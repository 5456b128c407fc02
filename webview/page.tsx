import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Registry } from '../src/kinds/index';
import { statusReceiver } from '../src/model/statusChanges';
import { App } from './App';
import { createMeasure } from './canvas/measure';
import { PageContext } from './context';
import type { Host } from './host';
import { onePerFrame } from './onePerFrame';
import { createCanvasStore } from './store';
import './styles/page.css';

/** Mounts the canvas of a host into an element. */
export function mount(element: HTMLElement, host: Host, registry: Registry): void {
  const measure = createMeasure(document);
  const store = createCanvasStore(host, registry, measure);
  // Before anything is rendered: what the file says is on its way meanwhile.
  host.listen(statusReceiver(onePerFrame(store.getState().actions.receive, requestAnimationFrame)));
  host.send({ type: 'ready' });
  createRoot(element).render(
    <StrictMode>
      <PageContext value={{ host, store, measure }}>
        <App />
      </PageContext>
    </StrictMode>,
  );
}
