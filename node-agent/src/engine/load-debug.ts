// What the debug commands use beside sealing: the verifiers and the parts that public vectors test.
export {
  commPOfFile,
  ENGINE_ID,
  generateWindowPoSt,
  lastLabel,
  pieceOfFile,
  readIdentity,
  readSealed,
  sealCommit,
  sealSector,
  unsealSector,
  verifySeal,
  verifyWindowPoSt,
} from '@/lib/engine';
