import path from 'node:path';

/** Names of everything that a sector's folder may hold. */
export interface SectorFiles {
  /** What the folder is sealed for: JSON. */
  identity: string;
  /** fr32-padded data. Temporary. */
  data: string;
  /** Upper rows of the data tree. Temporary. */
  dataTree: string;
  /** Labels of a layer (from 1). Temporary. */
  layer(layer: number): string;
  /** Upper rows of the column tree. Temporary. */
  columnTree: string;
  /** The replica. Kept. */
  sealed: string;
  /** Upper rows of the replica's tree. Kept. */
  sealedTree: string;
  /** CommC ‖ CommRLast. Kept; written last, so that it also says that sealing is complete. */
  aux: string;
}

/** File names inside a sector's folder. */
export function sectorFiles(dir: string): SectorFiles {
  const file = (name: string) => path.join(dir, name);
  return {
    identity: file('sector.json'),
    data: file('data.bin'),
    dataTree: file('tree-d.bin'),
    layer: (layer) => file(`layer-${layer}.bin`),
    columnTree: file('tree-c.bin'),
    sealed: file('sealed.bin'),
    sealedTree: file('tree-r.bin'),
    aux: file('p-aux.bin'),
  };
}
