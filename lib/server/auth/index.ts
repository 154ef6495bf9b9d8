export { openAgentSession, requireAgent } from './agent-session';
export {
  closeClientSession,
  isAdmin,
  openClientSession,
  readClientSession,
  requireAdmin,
  requireClient,
  SESSION_COOKIE,
} from './client-session';
export { assertProofSigned } from './proof-signature';
export { createSignInNonce, verifySignIn } from './sign-in';
