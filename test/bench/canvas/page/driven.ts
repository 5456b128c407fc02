import type { drive } from './drive';

/** What the runner finds in both pages. */
export interface Driven {
  /** Milliseconds from the start of the navigation to the first frame with nodes and wires. */
  readonly opened: Promise<number>;
  /** Changes the state of so many nodes, as a poll does. */
  storm(changes: number): void;
  readonly drive: typeof drive;
}

declare global {
  interface Window {
    driven: Driven;
  }
}

/** Where the page begins: the drawing near its middle, or all of it. */
export interface Start {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** The size of the document and the start as the address has them. */
export function parameters(): { readonly cards: number; readonly start: Start } {
  const query = new URLSearchParams(location.search);
  const number = (name: string) => Number(query.get(name));
  return { cards: number('cards'), start: { x: number('x'), y: number('y'), zoom: number('zoom') } };
}

/** Resolves with the time at the end of the first frame in which something is true. */
export function firstFrame(isThere: () => boolean): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      if (isThere()) requestAnimationFrame(() => resolve(performance.now()));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}
