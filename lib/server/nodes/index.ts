export { ratingOf } from './node-json';
export { getNode, listNodes } from './read-nodes';
export { registerNode } from './register';
