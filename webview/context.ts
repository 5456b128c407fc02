import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Host } from './host';
import type { Measure } from './canvas/measure';
import type { Canvas, CanvasActions, CanvasStore } from './state';

/** What every component may ask for; made once by the root of the page. */
export interface Page {
  readonly host: Host;
  readonly store: CanvasStore;
  readonly measure: Measure;
}

export const PageContext = createContext<Page | undefined>(undefined);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error('A component of the canvas stands outside its page');
  return page;
}

/** A part of the canvas's state; the component renders again only when this part changes. */
export function useCanvas<T>(selector: (canvas: Canvas) => T): T {
  return useStore(usePage().store, selector);
}

export function useActions(): CanvasActions {
  return useCanvas((canvas) => canvas.actions);
}
