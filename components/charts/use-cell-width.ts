import { useLayoutEffect, useState } from 'react';
import { COLUMNS } from './quilt-model';

/**
 * Width of a column: the frame is filled where it can be, and scrolls below `least` pixels, at first
 * to the column `middle`. The first value is the ref of the frame.
 */
export function useCellWidth(
  least: number,
  middle?: number,
): [frame: (element: HTMLElement | null) => void, cell: number] {
  const [frame, setFrame] = useState<HTMLElement | null>(null);
  const [cell, setCell] = useState(least);
  useLayoutEffect(() => {
    if (!frame) return;
    const measure = () => setCell(Math.max(least, frame.clientWidth / COLUMNS));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(frame);
    return () => observer.disconnect();
  }, [frame, least]);
  const isKnown = middle !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: at first only, then the reader scrolls
  useLayoutEffect(() => {
    if (frame && isKnown) frame.scrollLeft = (middle + 0.5) * least - frame.clientWidth / 2;
  }, [frame, isKnown]);
  return [setFrame, cell];
}
