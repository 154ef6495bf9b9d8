export * from './audit';
export * from './deals';
export * from './jobs';
export * from './nodes';
export * from './overview';
export * from './paging';
export * from './periods';
export * from './transactions';
