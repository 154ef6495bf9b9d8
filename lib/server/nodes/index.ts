export { type Market, readMarket } from './market';
export { ratingOf } from './node-json';
export { getNode, listNodes } from './read-nodes';
export { readNodeWork } from './read-work';
export { registerNode } from './register';
