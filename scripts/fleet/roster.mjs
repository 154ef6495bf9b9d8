const GIB = 1024n ** 3n;
const RATE_STEP = 50_000_000_000n;

/**
 * Twelve households. Their windows follow one another around the world, so that every hour of the
 * week is promised by at least seven of them, with and without daylight saving.
 *
 * work = [fulfilments, commitments] before today; none = a new node.
 */
const HOUSEHOLDS = [
  {
    name: 'berlin',
    zone: 'Europe/Berlin',
    region: 'EU',
    windows: ['daily 08:00-04:00'],
    gib: 4n,
    work: [1480, 1500],
  },
  {
    name: 'tokyo',
    zone: 'Asia/Tokyo',
    region: 'AS',
    windows: ['daily 09:00-05:00'],
    gib: 6n,
    work: [692, 700],
  },
  {
    name: 'mumbai',
    zone: 'Asia/Kolkata',
    region: 'AS',
    windows: ['daily 05:30-01:30'],
    gib: 3n,
    work: [1172, 1200],
  },
  {
    name: 'kathmandu',
    zone: 'Asia/Kathmandu',
    region: 'AS',
    windows: ['daily 09:45-05:45'],
    gib: 4n,
    work: [395, 400],
  },
  {
    name: 'sao-paulo',
    zone: 'America/Sao_Paulo',
    region: 'SA',
    windows: ['daily 08:00-02:00'],
    gib: 4n,
    work: [873, 900],
  },
  {
    name: 'helsinki',
    zone: 'Europe/Helsinki',
    region: 'EU',
    windows: ['mon-fri 08:00-02:00', 'sat-sun 08:30-03:00'],
    gib: 8n,
    work: [1976, 2000],
  },
  {
    name: 'nairobi',
    zone: 'Africa/Nairobi',
    region: 'AF',
    windows: ['daily 09:00-03:00'],
    gib: 3n,
    work: [292, 300],
  },
  {
    name: 'los-angeles',
    zone: 'America/Los_Angeles',
    region: 'NA',
    windows: ['daily 06:00-22:00'],
    gib: 6n,
    work: [543, 550],
  },
  {
    name: 'adelaide',
    zone: 'Australia/Adelaide',
    region: 'OC',
    windows: ['daily 05:30-21:30'],
    gib: 4n,
    work: [985, 1000],
  },
  {
    name: 'singapore',
    zone: 'Asia/Singapore',
    region: 'AS',
    windows: ['daily 10:00-00:00'],
    gib: 5n,
    work: [234, 240],
  },
  {
    name: 'auckland',
    zone: 'Pacific/Auckland',
    region: 'OC',
    windows: ['daily 07:00-19:00'],
    gib: 3n,
  },
  {
    name: 'st-johns',
    zone: 'America/St_Johns',
    region: 'NA',
    windows: ['daily 20:30-06:30'],
    gib: 3n,
    work: [90, 96],
  },
];

/**
 * What node `index` of a fleet offers. Beyond twelve the households repeat with other prices.
 *
 * @returns {{ index: number, name: string, timeZone: string, region: string, windows: string[],
 *   capacityBytes: bigint, rate: bigint, work?: { fulfilments: number, commitments: number } }}
 */
export function fleetMember(index) {
  const home = HOUSEHOLDS[index % HOUSEHOLDS.length];
  const round = Math.floor(index / HOUSEHOLDS.length);
  const [fulfilments, commitments] = home.work ?? [];
  return {
    index,
    name: round === 0 ? home.name : `${home.name}-${round + 1}`,
    timeZone: home.zone,
    region: home.region,
    windows: home.windows,
    capacityBytes: home.gib * GIB,
    rate: RATE_STEP * BigInt(18 + ((index * 7) % 12)),
    work: home.work && round === 0 ? { fulfilments, commitments } : undefined,
  };
}
