'use client';

import {
  Address,
  Amount,
  Badge,
  Card,
  CardBody,
  CardHeader,
  CardTitle,
  Progress,
  Table,
  TBody,
  Td,
  Term,
  THead,
  Th,
  Tr,
} from '@/components/ui';
import { currentSlots, SECTOR_STEPS, sectorProgress } from '@/lib/client/deals/sector-words';
import type { DealSnapshot } from '@/lib/core/protocol/deals';

/** Longer lists stand in a frame of their own height. */
const MANY_ROWS = 20;

/** How far each part is at its computer. */
export function SectorsCard({ deal }: { deal: DealSnapshot }) {
  const current = currentSlots(deal.slots);
  if (current.length === 0) return null;
  const replaced = deal.slots.length - current.length;
  return (
    <Card>
      <CardHeader
        actions={
          <span className="text-sm text-muted">
            {deal.provedSlots} of {deal.slotCount} proved
          </span>
        }
      >
        <CardTitle>
          <Term word="sector">Sectors</Term>
        </CardTitle>
      </CardHeader>
      <CardBody className="grid gap-3 pb-0">
        <Progress value={deal.provedSlots} max={deal.slotCount} label="Sectors proved" />
        {replaced > 0 ? (
          <p className="text-xs text-muted">
            {replaced} {replaced === 1 ? 'computer was' : 'computers were'} replaced so far; that
            costs you nothing extra.
          </p>
        ) : null}
      </CardBody>
      <div className={current.length > MANY_ROWS ? 'max-h-[36rem] overflow-y-auto' : undefined}>
        <Table caption="Sectors and how far they are">
          <THead>
            <Tr>
              <Th numeric>Part</Th>
              <Th>Computer</Th>
              <Th>State</Th>
              <Th>Progress</Th>
              <Th numeric>
                <Term word="fulfilment">Kept</Term> / promised
              </Th>
              <Th numeric>Paid</Th>
            </Tr>
          </THead>
          <TBody>
            {current.map((slot) => {
              const { label, step, tone } = sectorProgress(slot);
              return (
                <Tr key={slot.slot}>
                  <Td numeric>{slot.slot + 1}</Td>
                  <Td>
                    <Address
                      value={slot.node}
                      href={`/nodes/${slot.node}`}
                      className="whitespace-nowrap"
                    />
                  </Td>
                  <Td>
                    <Badge tone={tone}>{label}</Badge>
                  </Td>
                  <Td className="min-w-24">
                    <Progress
                      value={step}
                      max={SECTOR_STEPS}
                      label={`Part ${slot.slot + 1}: ${label}`}
                    />
                  </Td>
                  <Td numeric>
                    {slot.commitments === 0 ? (
                      <span className="text-muted">–</span>
                    ) : (
                      `${slot.fulfilments} / ${slot.commitments}`
                    )}
                  </Td>
                  <Td numeric>
                    <Amount atto={slot.settledAmount + slot.sealReward} />
                  </Td>
                </Tr>
              );
            })}
          </TBody>
        </Table>
      </div>
    </Card>
  );
}
