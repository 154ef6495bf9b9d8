export { startTestChain, type TestChain, type TestChainOptions } from './chain';
export { startTestDatabase, type TestDatabase } from './database';
export { anvilKeys, setTestEnv } from './env';
export { type WaitOptions, waitFor } from './wait-for';
