import type { ReactNode } from 'react';
import { Table, TBody, Td, THead, Th, Tr } from '@/components/ui';

export interface RowsProps {
  caption: string;
  heads: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}

/** A small table inside a panel. */
export function Rows({ caption, heads, rows }: RowsProps) {
  return (
    <div className="rounded-md border">
      <Table caption={caption}>
        <THead>
          <Tr>
            {heads.map((head) => (
              <Th key={head}>{head}</Th>
            ))}
          </Tr>
        </THead>
        <TBody>
          {rows.map(({ key, cells }) => (
            <Tr key={key}>
              {cells.map((cell, index) => (
                <Td key={heads[index]} className="whitespace-nowrap">
                  {cell}
                </Td>
              ))}
            </Tr>
          ))}
        </TBody>
      </Table>
    </div>
  );
}
