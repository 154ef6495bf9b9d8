import { type Address, recoverTypedDataAddress } from 'viem';
import {
  type PostReceipt,
  platformDomain,
  postReceipts,
  postReceiptTypes,
  type RefusedReceipt,
} from '@/lib/core/protocol';
import type { StoredPost } from '../../store/posts';
import { slotKey } from '../../store/slots';
import type { AgentContext } from '../context';
import type { DisputeLedger } from './ledger';

type IsVerifier = DisputeLedger['isVerifier'];

/** Asks the chain once about each account: one verifier signs all receipts of a period. */
function asksOnce(isVerifier: IsVerifier): IsVerifier {
  const answers = new Map<Address, Promise<boolean>>();
  return (account) => {
    const answer = answers.get(account) ?? isVerifier(account);
    answers.set(account, answer);
    return answer;
  };
}

const isOf = (receipt: Omit<PostReceipt, 'signature'>, post: StoredPost) =>
  receipt.deal === post.deal &&
  receipt.slot === post.slot &&
  receipt.generation === post.generation &&
  receipt.digest === post.digest;

/** True if the contract will take this receipt. */
async function isGood(
  ctx: AgentContext,
  isVerifier: IsVerifier,
  period: bigint,
  receipt: PostReceipt,
): Promise<boolean> {
  const { deal, slot, generation, digest, signature } = receipt;
  const { chainId, contracts } = ctx.network;
  const signer = await recoverTypedDataAddress({
    domain: platformDomain(chainId, contracts.registry),
    types: postReceiptTypes,
    primaryType: 'PoStReceipt',
    message: { deal, slot, generation, period, digest },
    signature,
  }).catch(() => undefined);
  return signer !== undefined && isVerifier(signer);
}

/** Stores why the verifier gives no receipt. Returns how many proofs that concerns. */
async function noteRefused(
  ctx: AgentContext,
  period: bigint,
  refused: readonly RefusedReceipt[],
  missing: readonly StoredPost[],
): Promise<number> {
  let count = 0;
  for (const post of missing) {
    const reason = refused.find((candidate) => isOf(candidate, post))?.reason;
    if (!reason) continue;
    count++;
    const { deal, slot } = post;
    const problem = `The verifier gives no receipt (${reason}).`;
    ctx.log.error('the verifier gives no receipt', { period, deal, slot, why: reason });
    await ctx.posts.note(period, post, { refused: reason, problem });
  }
  return count;
}

/**
 * Fetches the receipts of a period and keeps those that the contract would take, and of refused ones
 * the reason.
 *
 * @returns how many delivered proofs of the period still wait for an answer
 * @throws AppError of the portal
 */
export async function fetchReceipts(
  ctx: AgentContext,
  ledger: Pick<DisputeLedger, 'isVerifier'>,
  period: bigint,
): Promise<number> {
  const missing = ctx.posts
    .of(period)
    .filter(({ delivered, receipt, refused }) => delivered && !receipt && !refused);
  if (missing.length === 0) return 0;
  const path = `/api/agent/proofs/post/${period}`;
  const answer = await ctx.portal.json(postReceipts, { path, signal: ctx.signal });
  const isVerifier = asksOnce((account) => ledger.isVerifier(account));
  const good = new Map<string, PostReceipt>();
  for (const post of missing) {
    const receipt = answer.receipts.find((candidate) => isOf(candidate, post));
    if (!receipt) continue;
    if (await isGood(ctx, isVerifier, period, receipt)) good.set(slotKey(receipt), receipt);
    else ctx.log.error('a receipt that the contract would not take', { period, slot: post.slot });
  }
  if (good.size > 0) {
    await ctx.posts.update(period, (post) => {
      const receipt = good.get(slotKey(post));
      return receipt && isOf(receipt, post) ? { receipt: receipt.signature } : undefined;
    });
  }
  const bare = missing.filter((post) => !good.has(slotKey(post)));
  return bare.length - (await noteRefused(ctx, period, answer.refused, bare));
}
