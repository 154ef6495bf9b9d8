'use client';

import Link from 'next/link';
import { Table, TBody, Td, Term, THead, Th, Tr } from '@/components/ui';
import { formatBytes, formatRate, shortAddress } from '@/lib/client/format';
import type { NodeSummary } from '@/lib/core/protocol/nodes';
import { HoursMini } from '../hours-mini';
import { NodeBadges, RatingText } from '../node-badges';
import { regionName } from '../regions';
import { useLocalOffset } from '../use-local-offset';

/** One row per computer. */
export function NodesTable(props: { nodes: readonly NodeSummary[]; simulatedClock: boolean }) {
  const { nodes, simulatedClock } = props;
  const offset = useLocalOffset(simulatedClock);
  return (
    <Table caption="Nodes">
      <THead>
        <Tr>
          <Th>
            <Term word="node">Node</Term>
          </Th>
          <Th>State</Th>
          <Th numeric>
            <Term word="rating">Rating</Term>
          </Th>
          <Th>{simulatedClock ? 'Hours (UTC)' : 'Hours (your time)'}</Th>
          <Th numeric>
            <Term word="rate">Rate</Term>
          </Th>
          <Th numeric>
            <Term word="capacity">Capacity</Term>
          </Th>
          <Th>Region</Th>
        </Tr>
      </THead>
      <TBody>
        {nodes.map((node) => (
          <Tr key={node.operator}>
            <Td>
              <Link
                href={`/nodes/${node.operator}`}
                className="link font-mono text-[0.92em] whitespace-nowrap"
                title={node.operator}
              >
                {shortAddress(node.operator)}
              </Link>
            </Td>
            <Td>
              <NodeBadges node={node} />
            </Td>
            <Td numeric>
              <RatingText node={node} />
            </Td>
            <Td>
              <HoursMini hoursMap={BigInt(node.hoursMap)} offset={offset} />
            </Td>
            <Td numeric>{formatRate(node.rate)}</Td>
            <Td numeric>
              {formatBytes(node.capacityBytes)}
              <span className="block text-xs text-muted">
                {formatBytes(node.reservedBytes)} used
              </span>
            </Td>
            <Td>{regionName(node.region)}</Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  );
}
