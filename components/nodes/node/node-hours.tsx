'use client';

import { Quilt } from '@/components/charts/quilt';
import { hoursInWords } from '@/components/charts/quilt-model';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui';
import { longestGap, popcount } from '@/lib/core/nodes/hours-map';
import type { NodeDetail } from '@/lib/core/protocol/nodes';
import { useLocalOffset, useLocalZone } from '../use-local-offset';

/** The promised week of one computer. */
export function NodeHours(props: { node: NodeDetail; simulatedClock: boolean }) {
  const { node, simulatedClock } = props;
  const zone = useLocalZone(simulatedClock);
  const offset = useLocalOffset(simulatedClock);
  const hours = BigInt(node.hoursMap);
  return (
    <Card>
      <CardHeader>
        <CardTitle>Hours</CardTitle>
        <p className="text-sm text-muted">
          {popcount(hours)} of 168 hours a week, the longest gap {longestGap(hours)} h.
        </p>
      </CardHeader>
      <CardBody className="grid gap-3">
        <Quilt
          rows={[{ id: node.operator, label: 'Promised', promised: hours }]}
          timeZone={zone}
          label="Promised hours of the week"
        />
        <p className="max-w-text text-sm text-muted">
          In words ({zone ?? 'UTC'}): {hoursInWords(hours, offset)}.
          {node.timeZone
            ? ` Declared as local times in ${node.timeZone.replaceAll('_', ' ')}.`
            : ''}
        </p>
      </CardBody>
    </Card>
  );
}
