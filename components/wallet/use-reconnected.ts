'use client';

import { useEffect, useState } from 'react';
import type { Config } from 'wagmi';

/** A wallet that has not said by then whether it knows us is not waited for any longer. */
const PATIENCE_MS = 3_000;
const isBusy = (status: Config['state']['status']) =>
  status === 'connecting' || status === 'reconnecting';

/**
 * True once wagmi has asked every wallet whether it is still connected. A wallet that is chosen while
 * it asks is set back by the end of it, and RainbowKit would not notice that it connected.
 */
export function useReconnected(config: Config): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = () => setOver(true);
    // Effects run from the inside out: this one listens before the provider's begins to ask.
    const stopListening = config.subscribe(
      ({ status }) => status,
      (status, before) => {
        if (isBusy(before) && !isBusy(status)) over();
      },
    );
    const timer = setTimeout(over, PATIENCE_MS);
    return () => {
      stopListening();
      clearTimeout(timer);
    };
  }, [config]);
  return isOver;
}
