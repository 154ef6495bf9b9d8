import { sealSector } from '../sealing/seal-sector';
import { makeSectorIn } from './make-sector';

// Seals the test sector of a folder and prints every step: a process that tests can kill.
const [root, sectorBytes] = process.argv.slice(2);
const sector = await makeSectorIn(root!, { sectorBytes: Number(sectorBytes), droppedRows: 6 });
await sealSector({
  ...sector,
  onProgress: ({ step, layer }) => process.stdout.write(`${step}-${layer}\n`),
});
