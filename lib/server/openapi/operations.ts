import type { ZodType } from 'zod';
import * as wire from '@/lib/core/protocol';
import { adminOperations } from './admin-operations';

/** One method of one address. */
export interface Operation {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete' | 'head';
  /** With `{parameters}`. */
  path: string;
  summary: string;
  access: 'all' | 'client' | 'agent' | 'admin';
  query?: ZodType;
  body?: ZodType;
  /** Content type of a body that is not JSON. */
  rawBody?: string;
  status?: number;
  response?: ZodType;
  /** Content type of a response that is not JSON. */
  rawResponse?: string;
}

type Extra = Omit<Operation, 'method' | 'path' | 'summary' | 'access'>;

const operation =
  (access: Operation['access'], method: Operation['method']) =>
  (path: string, summary: string, extra: Extra = {}): Operation => ({
    access,
    method,
    path,
    summary,
    ...extra,
  });

const get = operation('all', 'get');
const post = operation('all', 'post');
const client = {
  get: operation('client', 'get'),
  head: operation('client', 'head'),
  post: operation('client', 'post'),
  patch: operation('client', 'patch'),
  delete: operation('client', 'delete'),
};
const agent = {
  get: operation('agent', 'get'),
  post: operation('agent', 'post'),
  put: operation('agent', 'put'),
};
const slot = '{deal}/{slot}/{generation}';
const bytes = 'application/octet-stream';
const events = 'text/event-stream';

const general = [
  get('/api/network', 'Chain, contracts and profile', { response: wire.network }),
  get('/api/network/activity', 'The 24 hours around now', { response: wire.networkActivity }),
  get('/api/health', 'The process answers', { response: wire.health }),
  get('/api/ready', 'Everything it needs answers (else 503)', { response: wire.readiness }),
  get('/api/metrics', 'Prometheus metrics', { rawResponse: 'text/plain' }),
  get('/api/openapi.json', 'This document', { rawResponse: 'application/json' }),
  get('/api/nodes', 'Registered nodes', { query: wire.nodesQuery, response: wire.nodePage }),
  get('/api/nodes/{operator}', 'One node', { response: wire.nodeDetail }),
  get('/api/quote', 'Price of a file with the nodes of this moment', {
    query: wire.quoteQuery,
    response: wire.quote,
  }),
  get('/api/nodes/{operator}/work', 'Recent proofs of a node, and what each deal paid', {
    query: wire.nodeWorkQuery,
    response: wire.nodeWork,
  }),
  get('/api/verdicts/{period}', 'Verdict file, byte for byte', { response: wire.verdictFile }),
  get(`/api/verdicts/{period}/leaf/${slot}`, 'A leaf and its path', { response: wire.verdictLeaf }),
  get(`/api/verdicts/{period}/proof/${slot}`, 'Proof body that a verdict is about; seven days', {
    rawResponse: bytes,
  }),
];

const signIn = [
  get('/api/auth/nonce', 'Nonce for a sign-in message', { response: wire.authNonce }),
  post('/api/auth/verify', 'Sign in (EIP-4361)', {
    body: wire.authVerify,
    response: wire.authSession,
  }),
  post('/api/auth/logout', 'Sign out', { status: 204 }),
  get('/api/auth/session', 'Who is signed in', { response: wire.authSession }),
];

const clients = [
  client.post('/api/files', 'Create an upload (tus 1.0)', { status: 201 }),
  client.head('/api/files/{id}', 'Offset of an upload (tus 1.0)'),
  client.patch('/api/files/{id}', 'Continue an upload (tus 1.0)', {
    rawBody: 'application/offset+octet-stream',
    status: 204,
  }),
  client.delete('/api/files/{id}', 'Delete an upload (tus 1.0)', { status: 204 }),
  client.post('/api/request-storage', 'Ask for a deal', {
    body: wire.requestStorage,
    status: 202,
    response: wire.dealAccepted,
  }),
  client.get('/api/deals', 'Own deals, newest first', {
    query: wire.dealsQuery,
    response: wire.dealPage,
  }),
  client.get('/api/deals/{id}', 'Everything about a deal', { response: wire.dealSnapshot }),
  client.get('/api/deals/{id}/plan', 'Newest plan', { response: wire.plan }),
  client.post('/api/deals/{id}/plan', 'Plan anew', {
    body: wire.replan,
    status: 202,
    response: wire.dealAccepted,
  }),
  client.post('/api/deals/{id}/confirm', 'Accept the plan', {
    body: wire.confirmPlan,
    status: 202,
    response: wire.dealAccepted,
  }),
  client.post('/api/deals/{id}/cancel', 'Cancel before the start', {
    status: 202,
    response: wire.dealAccepted,
  }),
  client.get('/api/deals/{id}/proofs', 'Proofs of the last 168 periods', {
    response: wire.dealProofs,
  }),
  client.get('/api/deals/{id}/history', 'Events and transactions, newest first', {
    response: wire.dealHistory,
  }),
  client.get('/api/deals/{id}/events', 'Snapshots on change', { rawResponse: events }),
  client.post('/api/deals/{id}/retrievals', 'Ask for the file', {
    status: 202,
    response: wire.retrievalAccepted,
  }),
  client.get('/api/retrievals/{id}', 'How far a retrieval is', { response: wire.retrieval }),
  client.get('/api/retrievals/{id}/content', 'The file; Range supported', { rawResponse: bytes }),
  client.get('/api/inbox', 'Events of the wallet', { rawResponse: events }),
  client.get('/api/inbox/items', 'A page of them, newest first', {
    query: wire.inboxItemsQuery,
    response: wire.inboxItems,
  }),
  client.post('/api/inbox/ack', 'Acknowledge events', { body: wire.inboxAck, status: 204 }),
  client.get('/api/inbox/push', 'Push channel of the portal, where one is configured', {
    response: wire.pushChannel,
  }),
  client.post('/api/inbox/push', 'Join or leave it, as the wallet signed', {
    body: wire.pushChoice,
    status: 204,
  }),
];

const signups = [
  client.post('/api/signup', 'One-time code for a new node', {
    body: wire.signupSettings,
    status: 201,
    response: wire.signupCreated,
  }),
  client.get('/api/signup/{id}', 'How far a sign-up is', { response: wire.signupStatus }),
  post('/api/signup/redeem', 'Settings behind a code, for the node that signs for it', {
    body: wire.signupRedeem,
    response: wire.signupSettings,
  }),
  get('/api/agent/download', 'The node agent (tar.gz)', { rawResponse: 'application/gzip' }),
  get('/api/agent/download/checksum', 'Its SHA-256, as `sha256sum -c` reads it', {
    rawResponse: 'text/plain',
  }),
];

const agents = [
  post('/api/register-node', 'Register a node by relay', {
    body: wire.registerNode,
    status: 202,
    response: wire.relayAccepted,
  }),
  post('/api/agent/session', 'Bearer token for an hour', {
    body: wire.agentSessionRequest,
    response: wire.agentSession,
  }),
  agent.get('/api/agent/inbox', 'Events of the node', { rawResponse: events }),
  agent.post('/api/agent/inbox/ack', 'Acknowledge events', { body: wire.inboxAck, status: 204 }),
  agent.get('/api/agent/slots', 'Own slots that have not ended', { response: wire.agentSlots }),
  agent.get(`/api/agent/shards/${slot}`, 'Shard of an own slot; Range supported', {
    rawResponse: bytes,
  }),
  agent.put(`/api/agent/proofs/porep/${slot}`, 'PoRep body', {
    rawBody: bytes,
    status: 202,
    response: wire.porepAccepted,
  }),
  agent.put('/api/agent/proofs/post/{period}', 'PoSts of a period', {
    rawBody: bytes,
    status: 202,
    response: wire.postAccepted,
  }),
  agent.get('/api/agent/proofs/post/{period}', 'Receipts of own PoSts', {
    response: wire.postReceipts,
  }),
  agent.post('/api/agent/relay', 'Relay a signed call', {
    body: wire.signedForward,
    status: 202,
    response: wire.relayAccepted,
  }),
  agent.get('/api/agent/relay/{id}', 'What became of it', { response: wire.relayStatus }),
  agent.get('/api/agent/relay/nonce', 'Next nonce to sign', { response: wire.relayNonce }),
  agent.post('/api/agent/files', 'Create a shard upload (tus 1.0)', { status: 201 }),
];

/** Every operation of the portal. */
export const operations: readonly Operation[] = [
  ...general,
  ...signIn,
  ...clients,
  ...signups,
  ...agents,
  ...adminOperations,
];
