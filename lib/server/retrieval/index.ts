// What the portal needs. The job (run-retrieval.ts) loads the engine and is imported by itself.
export { agentUploads } from './agent-endpoint';
export { collectRetrievals } from './collect';
export { contentResponse } from './content-response';
export { requestRetrieval } from './request-retrieval';
export { retrievalRef, retrievalView } from './retrieval-view';
