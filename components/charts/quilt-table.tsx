import { countHours, hoursInWords, mapOf, type QuiltRow } from './quilt-model';

interface QuiltTableProps {
  rows: readonly QuiltRow[];
  offset: number;
  zone: string;
  label: string;
}

/** The same as the picture, in words. */
export function QuiltTable({ rows, offset, zone, label }: QuiltTableProps) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse text-left text-[13px]">
        <caption className="sr-only">{label}</caption>
        <thead className="text-muted">
          <tr className="border-b border-line">
            <th className="py-2 pr-4 font-medium">Computer</th>
            <th className="py-2 pr-4 font-medium">Promised hours ({zone})</th>
            <th className="py-2 pr-4 text-right font-medium">Hours a week</th>
            <th className="py-2 pr-4 text-right font-medium">Proved</th>
            <th className="py-2 text-right font-medium">Missed</th>
          </tr>
        </thead>
        <tbody className="tabular-nums">
          {rows.map((row) => (
            <tr key={row.id} className="border-b border-line">
              <th className="py-2 pr-4 font-normal" scope="row">
                {row.label}
              </th>
              <td className="py-2 pr-4">{hoursInWords(row.promised, offset)}</td>
              <td className="py-2 pr-4 text-right">{countHours(row.promised)}</td>
              <td className="py-2 pr-4 text-right">{countHours(mapOf(row.kept))}</td>
              <td className="py-2 text-right">{countHours(mapOf(row.missed))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
