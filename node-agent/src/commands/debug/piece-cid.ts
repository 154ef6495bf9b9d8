import { pieceOfFile } from '../../engine/load-debug';
import { hex } from './text';

/** CommD and both PieceCIDs of a file, as the smallest piece that holds it. */
export async function debugPieceCid(file: string) {
  const { commD, ...piece } = await pieceOfFile(file);
  return { ...piece, commD: hex(commD) };
}
