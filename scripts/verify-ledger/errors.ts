/** Nothing could be verified: bad input, nobody answers, or there is nothing to verify. */
export class CannotVerify extends Error {
  override name = 'CannotVerify';
}
