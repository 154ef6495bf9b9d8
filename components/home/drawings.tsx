import type { ReactNode } from 'react';

/** Colours of the states, as everywhere. */
const line = { fill: 'none', stroke: 'var(--ink)', strokeWidth: 1.5 } as const;
const filled = { fill: 'var(--accent)' } as const;
const kept = { fill: 'var(--accent-soft)', stroke: 'var(--accent)', strokeWidth: 1.5 } as const;
const spare = {
  fill: 'none',
  stroke: 'var(--accent)',
  strokeWidth: 1.5,
  strokeDasharray: '3 2',
} as const;

/** Pictures beside words that say the same: nothing to read out. */
function Picture({ children }: { children: ReactNode }) {
  return (
    <svg viewBox="0 0 200 112" className="w-full" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

function FileShape({ x, y }: { x: number; y: number }) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <path d="M0 4a4 4 0 0 1 4-4h22l14 14v42a4 4 0 0 1-4 4H4a4 4 0 0 1-4-4Z" {...line} />
      <path d="M26 0v10a4 4 0 0 0 4 4h10" {...line} />
      <path d="M8 26h24M8 36h24M8 46h14" stroke="var(--muted)" strokeWidth={1.5} />
    </g>
  );
}

function Arrow({ x, y, length = 28 }: { x: number; y: number; length?: number }) {
  return (
    <path
      d={`M${x} ${y}h${length}m-6-5 6 5-6 5`}
      fill="none"
      stroke="var(--muted)"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  );
}

function Tick({ x, y, size = 8 }: { x: number; y: number; size?: number }) {
  return (
    <path
      d={`M${x} ${y}l${size * 0.38} ${size * 0.4} ${size * 0.62}-${size * 0.8}`}
      fill="none"
      stroke="var(--accent)"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  );
}

const grid = Array.from({ length: 6 }, (_, piece) => ({
  piece,
  x: 118 + (piece % 3) * 24,
  y: 34 + Math.floor(piece / 3) * 24,
}));

/** A file becomes six pieces, two of them spare. */
export function SplitDrawing() {
  return (
    <Picture>
      <FileShape x={18} y={26} />
      <Arrow x={72} y={56} />
      {grid.map(({ piece, x, y }) => (
        <rect
          key={piece}
          x={x}
          y={y}
          width={20}
          height={20}
          rx={3}
          {...(piece < 4 ? filled : spare)}
        />
      ))}
    </Picture>
  );
}

const layers = [0, 1, 2, 3, 4];

/** A piece goes through many layers and comes out as a copy of this computer's own. */
export function SealDrawing() {
  return (
    <Picture>
      <rect x={18} y={46} width={20} height={20} rx={3} {...filled} />
      <Arrow x={46} y={56} length={18} />
      {layers.map((layer) => (
        <rect
          key={layer}
          x={74 + layer * 8}
          y={32}
          width={5}
          height={48}
          rx={2}
          fill="var(--accent)"
          opacity={0.25 + layer * 0.15}
        />
      ))}
      <Arrow x={122} y={56} length={18} />
      <rect x={150} y={40} width={32} height={32} rx={4} {...kept} />
      <path d="M161 55v-4a5 5 0 0 1 10 0v4" fill="none" stroke="var(--accent)" strokeWidth={2} />
      <rect x={158} y={55} width={16} height={11} rx={2} {...filled} />
    </Picture>
  );
}

const hours = Array.from({ length: 7 }, (_, hour) => ({ hour, x: 16 + hour * 24 }));
const rows = [
  { y: 26, on: [0, 1, 2, 3, 4] },
  { y: 48, on: [2, 3, 4, 5, 6] },
  { y: 70, on: [0, 1, 4, 5, 6] },
];
const NOW = 4;

/** Three computers over seven hours: what lies behind is proved, what lies ahead is promised. */
export function ProveDrawing() {
  return (
    <Picture>
      {rows.flatMap(({ y, on }) =>
        hours
          .filter(({ hour }) => on.includes(hour))
          .map(({ hour, x }) =>
            hour < NOW ? (
              <g key={`${y}-${hour}`}>
                <rect x={x} y={y} width={20} height={16} rx={3} {...kept} />
                <Tick x={x + 6} y={y + 8} />
              </g>
            ) : (
              <rect
                key={`${y}-${hour}`}
                x={x}
                y={y}
                width={20}
                height={16}
                rx={3}
                fill="var(--accent)"
                opacity={0.35}
              />
            ),
          ),
      )}
      <path d={`M${16 + NOW * 24 - 2} 16v80`} stroke="var(--ink)" strokeDasharray="2 3" />
    </Picture>
  );
}

const holders = [
  { y: 14, here: true },
  { y: 36, here: false },
  { y: 58, here: true },
  { y: 80, here: true },
];

/** Some computers are off; the pieces of the others are enough. */
export function FetchDrawing() {
  return (
    <Picture>
      {holders.map(({ y, here }) => (
        <g key={y}>
          <rect x={16} y={y} width={28} height={16} rx={2} {...line} opacity={here ? 1 : 0.35} />
          <path d={`M22 ${y + 19}h16`} {...line} opacity={here ? 1 : 0.35} />
          {here ? (
            <>
              <rect x={24} y={y + 3} width={11} height={10} rx={2} {...filled} />
              <path
                d={`M52 ${y + 8}C90 ${y + 8} 84 56 112 56`}
                fill="none"
                stroke="var(--muted)"
                strokeWidth={1.5}
              />
            </>
          ) : (
            <rect x={24} y={y + 3} width={11} height={10} rx={2} {...spare} opacity={0.5} />
          )}
        </g>
      ))}
      <Arrow x={110} y={56} length={22} />
      <FileShape x={144} y={26} />
      <circle cx={182} cy={84} r={10} {...kept} />
      <Tick x={177} y={84} size={10} />
    </Picture>
  );
}
