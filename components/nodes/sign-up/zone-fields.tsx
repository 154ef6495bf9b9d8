'use client';

import { useMemo } from 'react';
import { Field, Select } from '@/components/ui';
import { regions } from '../regions';

/** Every zone that this browser knows, the current one among them. */
function useZones(current: string): string[] {
  return useMemo(() => {
    const known = Intl.supportedValuesOf('timeZone');
    return [...new Set([...known, 'UTC', current])].sort();
  }, [current]);
}

/** Time zone of the painted hours, and where the computer stands. */
export function ZoneFields(props: {
  timeZone: string;
  region: string;
  onChange(change: { timeZone?: string; region?: string }): void;
}) {
  const { timeZone, region, onChange } = props;
  const zones = useZones(timeZone);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        label="Time zone of these hours"
        hint="When clocks change there, the promise moves along."
      >
        <Select
          value={timeZone}
          onChange={(event) => onChange({ timeZone: event.target.value })}
          options={zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
        />
      </Field>
      <Field label="Region" optional hint="The pieces of a file are spread over regions.">
        <Select
          value={region}
          onChange={(event) => onChange({ region: event.target.value })}
          options={[{ value: '', label: 'I would rather not say' }, ...regions]}
        />
      </Field>
    </div>
  );
}
