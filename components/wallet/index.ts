export { type Session, type UseSession, useSession } from '@/lib/client/session';
export type {
  ContractCall,
  TransactionState,
  TransactionStep,
} from '@/lib/client/wallet/transaction-types';
export { type UseTransaction, useTransaction } from '@/lib/client/wallet/use-transaction';
export { type UseWallet, useWallet } from '@/lib/client/wallet/use-wallet';
export { ConnectButton } from './connect-button';
export { GetTestFil } from './get-test-fil';
export { NetworkGuard } from './network-guard';
export { SignInGate } from './sign-in-gate';
export { TransactionStatus } from './transaction-status';
export { WalletProviders } from './wallet-providers';
