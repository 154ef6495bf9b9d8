'use client';

import { Address, Table, TBody, Td, THead, Th, Tr } from '@/components/ui';
import type { AdminDealDetail } from '@/lib/core/protocol/admin';
import { Section } from '../panel/facts';
import { Status } from '../status';
import { ReplaceNode } from './replace-node';

/** Every generation of every slot; the newest ones can change hands. */
export function DealSlots({ detail }: { detail: AdminDealDetail }) {
  const { deal, actions } = detail;
  const actionOf = new Map(actions.slots.map((item) => [`${item.slot}/${item.generation}`, item]));
  return (
    <Section
      title="Slots"
      count={deal.slots.length}
      empty="The slots come with the publication of the contract."
    >
      <div className="rounded-md border">
        <Table caption="Slots of the deal">
          <THead>
            <Tr>
              <Th>Slot</Th>
              <Th>State</Th>
              <Th>Node</Th>
              <Th numeric>Kept</Th>
              <Th numeric>Last proof</Th>
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            </Tr>
          </THead>
          <TBody>
            {deal.slots.map((slot) => {
              const action = actionOf.get(`${slot.slot}/${slot.generation}`);
              return (
                <Tr key={`${slot.slot}/${slot.generation}`}>
                  <Td className="whitespace-nowrap">
                    {slot.slot}
                    {slot.generation > 0 ? (
                      <span className="text-muted"> gen. {slot.generation}</span>
                    ) : null}
                  </Td>
                  <Td className="whitespace-nowrap">
                    <Status value={slot.state} />
                    {slot.endReason ? (
                      <span className="ml-2 text-xs text-muted">{slot.endReason}</span>
                    ) : null}
                  </Td>
                  <Td>
                    <Address value={slot.node} href={`/admin/nodes/${slot.node}`} noCopy />
                  </Td>
                  <Td numeric>
                    {slot.commitments === 0 ? '–' : `${slot.fulfilments} of ${slot.commitments}`}
                  </Td>
                  <Td numeric>{slot.lastAccepted === 0n ? '–' : `${slot.lastAccepted}`}</Td>
                  <Td numeric>
                    {action ? (
                      <ReplaceNode
                        dealId={deal.dealId}
                        slot={slot}
                        reason={action.reason}
                        obstacle={action.obstacle}
                      />
                    ) : null}
                  </Td>
                </Tr>
              );
            })}
          </TBody>
        </Table>
      </div>
    </Section>
  );
}
