// Rewrites one record without end; killed by the test that started it.
import { homeAt } from '../store/home';
import { SlotStore } from '../store/slots';
import { hashOf, makeOffer, makeRecord } from './fixtures';

const home = homeAt(process.argv[2], undefined);
const store = await SlotStore.open(home, () => undefined);
const record = makeRecord();
await store.add(record);
for (let i = 0; ; i++) {
  record.offer = makeOffer({ path: Array(2000).fill(hashOf((i % 10).toString())) });
  await store.save(record);
  if (i === 0) process.stdout.write('writing\n');
}
