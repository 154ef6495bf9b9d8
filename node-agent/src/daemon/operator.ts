import type { PrivateKeyAccount } from 'viem/accounts';

/** The node's identity: signs everything that carries its name. */
export type Operator = Pick<PrivateKeyAccount, 'address' | 'signTypedData' | 'signTransaction'>;
