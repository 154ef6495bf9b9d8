import { type SignupCreated, signupCreated } from '@/lib/core/protocol/signup';

const KEY = 'msp.signup';

/**
 * The sign-up of this tab, so that a reload does not lose the code, which the portal tells once.
 * Storage that is full or forbidden only costs that comfort.
 */
export function readStoredSignUp(): SignupCreated | null {
  try {
    const text = sessionStorage.getItem(KEY);
    return text === null ? null : signupCreated.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Keeps or, with null, forgets it. */
export function storeSignUp(signUp: SignupCreated | null): void {
  try {
    if (signUp) sessionStorage.setItem(KEY, JSON.stringify(signUp));
    else sessionStorage.removeItem(KEY);
  } catch {
    // see above
  }
}
