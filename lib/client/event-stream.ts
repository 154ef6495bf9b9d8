const AGAIN_MS = 5_000;

/**
 * Keeps an event stream open until the returned function is called. The browser connects again by
 * itself after a cut, but an answer that is no stream, for example of a proxy while the portal
 * restarts, ends a stream for good: another one is opened then.
 *
 * @param url asked for each time
 * @param attach adds the listeners to each new stream; it may close the stream for good
 */
export function keepStream(url: () => string, attach: (stream: EventSource) => void): () => void {
  let current: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    const stream = new EventSource(url());
    current = stream;
    stream.addEventListener('error', () => {
      if (stream.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN_MS);
    });
    attach(stream);
  };
  open();
  return () => {
    clearTimeout(timer);
    current.close();
  };
}
