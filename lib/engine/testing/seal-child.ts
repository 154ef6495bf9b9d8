import { sealSector } from '../sealing/seal-sector';
import { makeSectorIn } from './make-sector';

// Seals the test sector of a folder, prints every step, and dies by kill -9 when it reports a given
// one. It kills itself because a signal from outside may come too late on a busy machine.
const [root, sectorBytes, lastStep] = process.argv.slice(2);
const sector = await makeSectorIn(root!, { sectorBytes: Number(sectorBytes), droppedRows: 6 });
await sealSector({
  ...sector,
  onProgress: ({ step, layer }) => {
    process.stdout.write(`${step}-${layer}\n`);
    if (`${step}-${layer}` === lastStep) process.kill(process.pid, 'SIGKILL');
  },
});
