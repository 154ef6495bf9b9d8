export {
  agentBundleInfo,
  agentBundleResponse,
  agentChecksumResponse,
  BUNDLE_FOLDER,
} from './bundle';
export { type TarFile, tar } from './tar';
