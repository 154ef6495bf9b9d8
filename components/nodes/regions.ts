/** Region codes of the placement, which spreads the shards of a file over them. */
export const regions: readonly { value: string; label: string }[] = [
  { value: 'AF', label: 'Africa' },
  { value: 'AS', label: 'Asia' },
  { value: 'EU', label: 'Europe' },
  { value: 'NA', label: 'North America' },
  { value: 'OC', label: 'Oceania' },
  { value: 'SA', label: 'South America' },
];

/** The name of a region code; other codes as they are. */
export function regionName(code: string | undefined): string {
  return regions.find(({ value }) => value === code)?.label ?? code ?? 'not told';
}
