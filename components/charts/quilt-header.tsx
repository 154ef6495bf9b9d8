const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const HOURS_PER_DAY = 24;
const TICKS = [0, 6, 12, 18];

interface QuiltHeaderProps {
  /** Width of a column in pixels. */
  cell: number;
  height: number;
  header: number;
  /** Columns. */
  weakest: readonly number[];
  now: number | undefined;
}

/** Days and hours above the cells, and the bands behind them. */
export function QuiltHeader({ cell, height, header, weakest, now }: QuiltHeaderProps) {
  const day = cell * HOURS_PER_DAY;
  return (
    <g fontSize={12} fill="var(--muted)">
      {weakest.map((column) => (
        <g key={column}>
          <rect
            x={column * cell}
            y={header - 2}
            width={cell}
            height={height - header + 2}
            fill="var(--warn)"
            fillOpacity={0.28}
          />
          <path d={`M${column * cell + cell / 2 - 4} ${header - 11}h8l-4 7z`} fill="var(--warn)" />
        </g>
      ))}
      {DAYS.map((name, d) => (
        <g key={name}>
          <line x1={d * day} x2={d * day} y1={4} y2={height} stroke="var(--line)" strokeWidth={1} />
          <text x={d * day + 4} y={13}>
            {day < 80 ? name.slice(0, 3) : name}
          </text>
          {day < 100
            ? null
            : TICKS.slice(1).map((hour) => (
                <text
                  key={hour}
                  x={d * day + hour * cell}
                  y={27}
                  fontSize={10}
                  textAnchor="middle"
                  fill="var(--muted)"
                >
                  {String(hour).padStart(2, '0')}
                </text>
              ))}
        </g>
      ))}
      {now === undefined ? null : (
        <line
          x1={(now + 0.5) * cell}
          x2={(now + 0.5) * cell}
          y1={header - 6}
          y2={height}
          stroke="var(--ink)"
          strokeWidth={1.2}
          strokeDasharray="3 2"
        />
      )}
    </g>
  );
}
