export { countUploadBytes, instruments, observeRequest } from './registry';
