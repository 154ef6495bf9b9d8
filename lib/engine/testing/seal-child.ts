import { AppError } from '../../core/errors';
import { sealSector } from '../sealing/seal-sector';
import { makeSectorIn } from './make-sector';

// Seals the test sector of a folder and prints every report. Given a step, it dies by kill -9 when
// it reports that one: a signal from outside may come too late on a busy machine. A failure is
// printed with its code.
const [root, sectorBytes, lastStep] = process.argv.slice(2);
const sector = await makeSectorIn(root!, { sectorBytes: Number(sectorBytes), droppedRows: 6 });
try {
  await sealSector({
    ...sector,
    onProgress: ({ step, layer, fraction }) => {
      process.stdout.write(`${step}-${layer} ${fraction}\n`);
      if (`${step}-${layer}` === lastStep) process.kill(process.pid, 'SIGKILL');
    },
  });
} catch (error) {
  process.stdout.write(`failed ${AppError.is(error) ? error.code : String(error)}\n`);
  process.exitCode = 1;
}
