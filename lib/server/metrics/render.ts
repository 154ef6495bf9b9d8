import { Registry } from 'prom-client';
import { readGauges } from './gauges';
import { instruments } from './registry';

/** Everything in the Prometheus text format. */
export async function renderMetrics(): Promise<{ contentType: string; text: string }> {
  const own = instruments().registry;
  const all = Registry.merge([own, await readGauges()]);
  return { contentType: own.contentType, text: await all.metrics() };
}
