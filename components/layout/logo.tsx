/** Nine cells of the quilt: filled, outlined, kept. */
export function Logo({ className = 'size-7' }: { className?: string }) {
  const filled = [0, 2, 3, 4, 7];
  return (
    <svg viewBox="0 0 28 28" className={className} aria-hidden="true" focusable="false">
      {Array.from({ length: 9 }, (_, cell) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: nine fixed cells
          key={cell}
          x={2.5 + (cell % 3) * 8}
          y={2.5 + Math.floor(cell / 3) * 8}
          width="7"
          height="7"
          rx="1.5"
          stroke="var(--accent)"
          fill={filled.includes(cell) ? 'var(--accent)' : 'none'}
        />
      ))}
    </svg>
  );
}
