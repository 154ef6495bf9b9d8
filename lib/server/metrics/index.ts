export { countUploadBytes, instruments, observeRequest } from './registry';
export { renderMetrics } from './render';
