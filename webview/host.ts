import type { FromWebview, ToWebview } from '../src/model/protocol';

/** What the page remembers while VS Code keeps it hidden, or after a restart. */
export interface ViewState {
  readonly viewport?: { readonly x: number; readonly y: number; readonly zoom: number };
  readonly inspector?: boolean | undefined;
  readonly minimap?: boolean;
}

/** The other side of the page: VS Code's extension host, or the fake one of the development page. */
export interface Host {
  send(message: FromWebview): void;
  /** Returns the way to stop listening. */
  listen(listener: (message: ToWebview) => void): () => void;
  readonly viewState: ViewState;
  saveViewState(state: ViewState): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  /** Given to webviews by VS Code, once a page. */
  const acquireVsCodeApi: () => VsCodeApi;
}

/** The channel to the extension. Its messages are trusted: only the extension can post into its webview. */
export function vscodeHost(api: VsCodeApi, target: Window): Host {
  // Written by `saveViewState` below and by nobody else.
  let viewState = (api.getState() ?? {}) as ViewState;
  return {
    send: (message) => api.postMessage(message),
    listen(listener) {
      const onMessage = (event: MessageEvent) => {
        const message: unknown = event.data;
        if (typeof message === 'object' && message !== null && 'type' in message) {
          // Typed at its only sender.
          listener(message as ToWebview);
        }
      };
      target.addEventListener('message', onMessage);
      return () => target.removeEventListener('message', onMessage);
    },
    get viewState() {
      return viewState;
    },
    saveViewState(state) {
      viewState = { ...viewState, ...state };
      api.setState(viewState);
    },
  };
}
