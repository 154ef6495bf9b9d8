export { clientUploads } from './client-endpoint';
export { MAX_UPLOAD_BYTES, ownUpload, WALLET_QUOTA_BYTES } from './client-uploads';
export { PostgresLocker, uploadLocks } from './locker';
export { type TusEndpoint, tusRoute } from './tus-endpoint';
export type { Creation } from './tus-request';
export type { UploadDescription } from './tus-store';
