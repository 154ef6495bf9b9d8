/** Singleton key of a retrieval's job. */
export const retrieveJobKey = (retrievalId: string) => `retrieve:${retrievalId}`;
