export { getAnyNode } from './get-node';
export { listAllNodes } from './list-nodes';
