export { retryFailedPoreps } from './retry-poreps';
export { closeVerifiers } from './verifier';
export { verifyPoreps } from './verify-poreps';
export { verifyPosts } from './verify-posts';
