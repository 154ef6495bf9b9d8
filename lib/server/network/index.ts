export { networkActivity } from './activity';
export { networkJson } from './describe';
export { type NetworkFigures, networkFigures } from './figures';
export { checkReadiness } from './readiness';
