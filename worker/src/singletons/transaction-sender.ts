import { chainContext } from '@/lib/server/chain';
import { runSender } from '@/lib/server/chain/sender/run';
import { signersOf } from '@/lib/server/chain/sender/signer';
import { serverEnv } from '@/lib/server/env';
import type { Singleton } from '@/lib/server/singleton';

/** Works off the transaction outbox: the only one who assigns nonces. */
export const singleton: Singleton = {
  name: 'transaction-sender',
  async run(signal, log) {
    const { keys, databaseUrl } = serverEnv();
    const options = { signers: signersOf(keys), databaseUrl, context: chainContext };
    await runSender(options, signal, log);
  },
};
