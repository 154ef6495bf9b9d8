/**
 * Stands for `@web3-onboard/*` in the browser (turbopack.resolveAlias in next.config.ts). Push's
 * package sets up a wallet chooser for its chat as soon as it is imported, which fetches a font from
 * another site; its NotificationItem needs none of that.
 */
const nothing = () => ({});

export const useConnectWallet = () => [{ wallet: null, connecting: false }, nothing, nothing];
export const useSetChain = () => [{ connectedChain: null }, nothing];
export const Web3OnboardProvider = ({ children }: { children: unknown }) => children;
export default nothing;
