import { ReactFlowProvider } from '@xyflow/react';
import { useEffect, useState } from 'react';
import { Banner, Toast } from './Banner';
import { Canvas } from './canvas/Canvas';
import { usePage } from './context';
import { useHostKeys } from './hostKeys';
import { Inspector } from './inspector/Inspector';
import { onePerFrame } from './onePerFrame';
import { Toolbar } from './toolbar/Toolbar';

/** The page: what can be done, the drawing, and the settings of what is selected. */
export function App() {
  const { host, store } = usePage();
  /** Undefined: shown where there is room, else while something is selected. */
  const [inspector, setInspector] = useState(host.viewState.inspector);
  useHostKeys();
  useEffect(() => {
    const stop = host.listen(onePerFrame(store.getState().actions.receive, requestAnimationFrame));
    host.send({ type: 'ready' });
    return stop;
  }, [host, store]);
  const show = (shown: boolean | undefined) => {
    setInspector(shown);
    host.saveViewState({ inspector: shown });
  };
  const isShown = inspector ?? !isNarrow();
  return (
    <ReactFlowProvider>
      <div className="app">
        <main className="work">
          <Toolbar inspector={isShown} onInspector={() => show(!isShown)} />
          <Banner />
          <Canvas />
          <Toast />
        </main>
        {inspector !== false && (
          <Inspector
            isPinned={inspector === true}
            onClose={() => {
              show(undefined);
              store.getState().actions.select([]);
            }}
          />
        )}
      </div>
    </ReactFlowProvider>
  );
}

/** As in the style sheet: from here on settings lie over the drawing. */
function isNarrow(): boolean {
  return window.innerWidth <= 760;
}
