import { verifyTypedData } from 'viem';
import { AppError } from '@/lib/core/errors';
import {
  platformDomain,
  type SignupRedeem,
  type SignupSettingsJson,
  signupCodeHash,
  signupRedemptionTypes,
} from '@/lib/core/protocol';
import { deployment } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { isPortalOrigin } from '@/lib/server/http';

async function assertSigned({ code, operator, portal, signature }: SignupRedeem): Promise<void> {
  const { chainId, contracts } = deployment();
  const isValid = await verifyTypedData({
    address: operator,
    domain: platformDomain(chainId, contracts.registry),
    types: signupRedemptionTypes,
    primaryType: 'SignupRedemption',
    message: { operator, portal, codeHash: signupCodeHash(code) },
    signature,
  }).catch(() => false);
  if (!isValid) throw new AppError('SIGNATURE_INVALID', 'The signature is not of this operator.');
}

/** Says why a code cannot be redeemed by anybody any more. */
async function refusalOf(codeHash: string, now: Date): Promise<AppError> {
  const row = await db().signupCode.findUnique({ where: { codeHash } });
  if (!row) return new AppError('SIGNUP_CODE_UNKNOWN', 'There is no such code. Check its letters.');
  if (row.operator) {
    return new AppError('SIGNUP_CODE_USED', 'This code has been used. Make a new one.');
  }
  if (row.expiresAt <= now) {
    return new AppError('SIGNUP_CODE_EXPIRED', 'This code has expired. Make a new one.');
  }
  return new AppError('SIGNUP_CODE_UNKNOWN', 'This code cannot be used.');
}

/**
 * Gives the settings behind a code to the first node that signs for it. That same node may ask again
 * while the code lasts, since an answer can be lost on its way.
 * @throws AppError `SIGNATURE_INVALID`, `SIGNUP_CODE_UNKNOWN`, `SIGNUP_CODE_USED`, `SIGNUP_CODE_EXPIRED`
 */
export async function redeemSignup(
  request: SignupRedeem,
  now = new Date(),
): Promise<SignupSettingsJson> {
  if (!isPortalOrigin(request.portal)) {
    throw new AppError('SIGNATURE_INVALID', 'The signature names another portal.');
  }
  await assertSigned(request);
  const { operator } = request;
  const codeHash = signupCodeHash(request.code);
  // One statement, so that of two nodes with the same code only one gets it.
  await db().signupCode.updateMany({
    where: { codeHash, operator: null, expiresAt: { gt: now } },
    data: { operator, redeemedAt: now },
  });
  const row = await db().signupCode.findFirst({
    where: { codeHash, operator, expiresAt: { gt: now } },
  });
  if (!row) throw await refusalOf(codeHash, now);
  return row.payload as SignupSettingsJson;
}
