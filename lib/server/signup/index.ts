export { createSignup } from './create-signup';
export { readSignup } from './read-status';
export { redeemSignup } from './redeem-signup';
