import { Button } from '@/components/ui';
import { weekPresets } from '@/lib/core/nodes';

const presets: readonly { name: string; grid: bigint }[] = [
  { name: 'Weekday evenings', grid: weekPresets.weekdayEvenings },
  { name: 'Working hours', grid: weekPresets.workingHours },
  { name: 'Always', grid: weekPresets.always },
  { name: 'Clear', grid: 0n },
];

/** Weeks to begin with, in one click. */
export function WeekPresets({ grid, onChange }: { grid: bigint; onChange(grid: bigint): void }) {
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">Begin with</legend>
      {presets.map((preset) => (
        <Button
          key={preset.name}
          size="sm"
          aria-pressed={preset.grid === grid}
          className="aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
          onClick={() => onChange(preset.grid)}
        >
          {preset.name}
        </Button>
      ))}
    </fieldset>
  );
}
