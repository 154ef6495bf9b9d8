import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { postVectorsJson } from './post-vectors';

// `npx tsx tests/contracts/write-post-vectors.ts`: after a change of the proof format.
const file = path.join(import.meta.dirname, '../../contracts/test/fixtures/post-vectors.json');
writeFileSync(file, postVectorsJson());
