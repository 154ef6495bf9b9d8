import { periodOf } from '@/lib/core/protocol/clock';
import { hoursMapHex } from '@/lib/core/protocol/primitives';
import { Prisma, type Tx, toDecimal } from '@/lib/server/db';
import { int8, nodeParameters, type StoredParameters } from './args';
import { defineProjectors } from './define';

/** Registry events → `Node` rows. */
export const nodeProjectors = defineProjectors({
  async NodeRegistered({ tx, profile }, args, event) {
    const data = {
      payout: args.payout,
      capacityBytes: int8(args.capacityBytes),
      hoursMap: hoursMapHex(args.hoursMap),
      ...columns(args.parameters),
      registeredPeriod: periodOf(Number(event.timestamp), profile.periodSeconds),
      registeredBlock: event.blockNumber,
    };
    await tx.node.create({ data: { operator: args.node, ...data } });
  },
  async ParametersSet({ tx, profile }, { node, parameters, effectivePeriod }, event) {
    await applyPending(tx, periodOf(Number(event.timestamp), profile.periodSeconds), node);
    await tx.node.update({
      where: { operator: node },
      data: { pending: storable(parameters), pendingFrom: effectivePeriod },
    });
  },
  async AvailabilitySet({ tx }, { node, hoursMap }) {
    await tx.node.update({ where: { operator: node }, data: { hoursMap: hoursMapHex(hoursMap) } });
  },
  async CapacitySet({ tx }, { node, capacityBytes }) {
    const data = { capacityBytes: int8(capacityBytes) };
    await tx.node.update({ where: { operator: node }, data });
  },
  async PayoutSet({ tx }, { node, payout }) {
    await tx.node.update({ where: { operator: node }, data: { payout } });
  },
  async NodeRetired({ tx }, { node }) {
    await tx.node.update({ where: { operator: node }, data: { retired: true } });
  },
  async CapacityReserved({ tx }, { node, totalReserved }) {
    const data = { reservedBytes: int8(totalReserved) };
    await tx.node.update({ where: { operator: node }, data });
  },
  async CapacityReleased({ tx }, { node, totalReserved }) {
    const data = { reservedBytes: int8(totalReserved) };
    await tx.node.update({ where: { operator: node }, data });
  },
  async WorkRecorded({ tx }, { node, fulfilments, commitments }) {
    await tx.node.update({
      where: { operator: node },
      data: { fulfilments: { increment: fulfilments }, commitments: { increment: commitments } },
    });
  },
});

/** Parameters announced for `period` or before come into force. */
export async function applyPending(tx: Tx, period: bigint, operator?: string): Promise<void> {
  const due = await tx.node.findMany({ where: { operator, pendingFrom: { lte: period } } });
  for (const node of due) {
    const parameters = nodeParameters.parse(node.pending);
    await tx.node.update({
      where: { operator: node.operator },
      data: { ...columns(parameters), pending: Prisma.DbNull, pendingFrom: null },
    });
  }
}

function columns(parameters: StoredParameters) {
  const { accepting, rate, maxSpan, minFileSize, maxFileSize } = parameters;
  return {
    accepting,
    rate: toDecimal(rate),
    maxSpan,
    minFileSize: int8(minFileSize),
    maxFileSize: int8(maxFileSize),
  };
}

function storable(parameters: StoredParameters): Prisma.InputJsonObject {
  const { accepting, rate, maxSpan, minFileSize, maxFileSize } = parameters;
  return {
    accepting,
    rate: rate.toString(),
    maxSpan,
    minFileSize: minFileSize.toString(),
    maxFileSize: maxFileSize.toString(),
  };
}
