import { createVerifierPool, type VerifierPool } from '@/lib/engine';

const holder = globalThis as typeof globalThis & { __mspVerifiers?: VerifierPool };

/** The verifier threads of this process, started with the first proof. */
export function verifiers(): VerifierPool {
  holder.__mspVerifiers ??= createVerifierPool();
  return holder.__mspVerifiers;
}

/** Ends the threads; the next proof starts new ones. */
export async function closeVerifiers(): Promise<void> {
  const pool = holder.__mspVerifiers;
  holder.__mspVerifiers = undefined;
  await pool?.close();
}
