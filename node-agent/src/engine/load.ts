// Only what an agent uses: a dynamic import of the whole engine would put erasure coding and the
// verifiers into the bundle.
export {
  commPOfFile,
  EngineControl,
  finalizeSector,
  generateWindowPoStMessage,
  sealCommit,
  sealSector,
  unsealSector,
} from '@/lib/engine';
