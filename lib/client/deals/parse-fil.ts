import { parseEther } from 'viem';

const FORM = /^\d{1,12}([.,]\d{1,18})?$/;

/** Text of a form as attoFIL: "0.5" or "0,5"; null for anything else, and for nothing. */
export function parseFil(text: string): bigint | null {
  const trimmed = text.trim();
  if (!FORM.test(trimmed)) return null;
  const amount = parseEther(trimmed.replace(',', '.'));
  return amount > 0n ? amount : null;
}
