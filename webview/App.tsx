import { ReactFlowProvider } from '@xyflow/react';
import { useEffect, useState } from 'react';
import { Banner, Toast } from './Banner';
import { Canvas } from './canvas/Canvas';
import { usePage } from './context';
import { useHostKeys } from './hostKeys';
import { Inspector } from './inspector/Inspector';
import { Toolbar } from './toolbar/Toolbar';

/** The page: what can be done, the drawing, and the settings of what is selected. */
export function App() {
  const { host, store } = usePage();
  const [inspector, setInspector] = useState(host.viewState.inspector ?? true);
  useHostKeys();
  useEffect(() => {
    const stop = host.listen(store.getState().actions.receive);
    host.send({ type: 'ready' });
    return stop;
  }, [host, store]);
  const show = (shown: boolean) => {
    setInspector(shown);
    host.saveViewState({ inspector: shown });
  };
  return (
    <ReactFlowProvider>
      <div className="app">
        <main className="work">
          <Toolbar inspector={inspector} onInspector={() => show(!inspector)} />
          <Banner />
          <Canvas />
          <Toast />
        </main>
        {inspector && <Inspector onClose={() => show(false)} />}
      </div>
    </ReactFlowProvider>
  );
}
