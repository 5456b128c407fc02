/** A gesture as the runner asks for it. */
export type Gesture = 'pan' | 'zoom' | 'drag' | 'storm' | 'cross';

/** However slow a page is, so many frames are counted. */
const LEAST_FRAMES = 5;

/** Milliseconds between frames while a gesture went on. */
export interface Drive {
  readonly frames: readonly number[];
  readonly seconds: number;
}

/**
 * Makes a gesture with the browser's own events, one step a frame, for so many milliseconds. The first frames, in which
 * everything is warm for the first time, are not counted.
 */
export function drive({ gesture, milliseconds }: { gesture: Gesture; milliseconds: number }): Promise<Drive> {
  const pane = document.querySelector('.react-flow__pane') ?? document.body;
  const box = pane.getBoundingClientRect();
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const wheel = (deltaX: number, deltaY: number, ctrlKey: boolean) =>
    pane.dispatchEvent(
      new WheelEvent('wheel', {
        deltaX,
        deltaY,
        ctrlKey,
        clientX: middle.x,
        clientY: middle.y,
        bubbles: true,
        cancelable: true,
      }),
    );
  const mouse = (type: string, target: EventTarget, x: number, y: number) =>
    target.dispatchEvent(
      new MouseEvent(type, {
        clientX: x,
        clientY: y,
        button: 0,
        view: window,
        bubbles: true,
        cancelable: true,
      }),
    );
  const card = [...document.querySelectorAll<HTMLElement>('.react-flow__node')].find((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const isCard = element.querySelector('.card, .bench-card') !== null;
    return (
      isCard &&
      x > box.x + 200 &&
      y > box.y + 200 &&
      x + width < box.right - 200 &&
      y + height < box.bottom - 200
    );
  });
  const at = card?.getBoundingClientRect();
  const hand = { x: (at?.x ?? 0) + 60, y: (at?.y ?? 0) + 14 };
  const steps: Record<Gesture, (step: number) => void> = {
    pan: (step) => wheel(step % 80 < 40 ? 24 : -24, step % 40 < 20 ? 12 : -12, false),
    zoom: (step) => wheel(0, step % 40 < 20 ? 8 : -8, true),
    // From all of it to a few cards and back, as fast as a hand does.
    cross: (step) => wheel(0, step % 80 < 40 ? -70 : 70, true),
    drag: (step) => mouse('mousemove', window, hand.x + 3 * (step % 60), hand.y + 2 * (step % 60)),
    storm: (step) => {
      if (step % 6 === 0) window.driven.storm(100);
    },
  };
  if (gesture === 'drag')
    mouse('mousedown', card?.querySelector('.card, .bench-card') ?? pane, hand.x, hand.y);
  return new Promise((resolve) => {
    const frames: number[] = [];
    let [step, before] = [0, performance.now()];
    const start = before;
    const next = () => {
      const now = performance.now();
      if (step > 2) frames.push(now - before);
      before = now;
      if (now - start >= milliseconds && frames.length >= LEAST_FRAMES) {
        if (gesture === 'drag') mouse('mouseup', window, hand.x, hand.y);
        resolve({ frames, seconds: (now - start) / 1_000 });
        return;
      }
      steps[gesture](step);
      step += 1;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
}
