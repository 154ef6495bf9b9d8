import { useLayoutEffect, useState } from 'react';
import { COLUMNS } from './quilt-model';

/**
 * Width of a column: the frame is filled where it can be, and scrolls below `least` pixels. The first
 * value is the ref of the frame.
 */
export function useCellWidth(
  least: number,
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
  return [setFrame, cell];
}
