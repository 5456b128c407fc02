import { ReactFlowProvider } from '@xyflow/react';
import { useEffect, useState } from 'react';
import { Banner, Toast } from './Banner';
import { Canvas } from './canvas/Canvas';
import { useCanvas, usePage } from './context';
import { useHostKeys } from './hostKeys';
import { Inspector } from './inspector/Inspector';
import { Toolbar } from './toolbar/Toolbar';

/** The page: what can be done, the drawing, and the settings of what is selected. */
export function App() {
  const { host, store } = usePage();
  /** Undefined: shown where there is room, else while something is selected. */
  const [inspector, setInspector] = useState(host.viewState.inspector);
  useHostKeys();
  const isDrawn = useIsDrawn();
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
        {inspector !== false && !isDrawn && <aside className="inspector" />}
        {inspector !== false && isDrawn && (
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

/** From the frame on after the drawing was there first: settings are read later than it is seen. */
function useIsDrawn(): boolean {
  const loaded = useCanvas((canvas) => canvas.loaded);
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    if (!loaded) return;
    const frame = requestAnimationFrame(() => setDrawn(true));
    return () => cancelAnimationFrame(frame);
  }, [loaded]);
  return isDrawn;
}

/** As in the style sheet: from here on settings lie over the drawing. */
function isNarrow(): boolean {
  return window.innerWidth <= 760;
}
