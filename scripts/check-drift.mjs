// Fails when prisma/migrations and prisma/schema.prisma do not make the same database.
//
//   node scripts/check-drift.mjs               compare (used by npm test)
//   node scripts/check-drift.mjs --write-init  write prisma/migrations/0001_init anew from the schema;
//                                              only for a schema that no database has got yet
//
// For a later change add prisma/migrations/000N_<name>/migration.sql by hand; this check says
// what it still lacks.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { catalogOf, differences } from './lib/catalog.mjs';
import { ensureDatabase, migrate } from './lib/migrate.mjs';
import { freePort } from './lib/ports.mjs';
import { startPostgres } from './lib/postgres.mjs';
import { schemaSql } from './lib/schema-engine.mjs';

const root = path.join(import.meta.dirname, '..');
const schemaFile = path.join(root, 'prisma/schema.prisma');
const migrations = path.join(root, 'prisma/migrations');

async function withCluster(use) {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'msp-drift-'));
  const logFile = path.join(dataDir, 'postgres.log');
  const options = { dataDir, port: await freePort(), logFile, throwaway: true };
  const { child, url } = await startPostgres(options);
  try {
    return await use(url);
  } finally {
    await child.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
}

async function execute(url, sql) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function compare(url) {
  await ensureDatabase(url('postgres'), 'migrated');
  await ensureDatabase(url('postgres'), 'described');
  await migrate(url('migrated'), migrations);
  await execute(url('described'), await schemaSql(schemaFile, url('described')));
  const described = await catalogOf(url('described'));
  const { missing, surplus } = differences(described, await catalogOf(url('migrated')));
  for (const fact of missing) console.error(`the migrations lack   ${fact}`);
  for (const fact of surplus) console.error(`the schema lacks      ${fact}`);
  if (missing.length + surplus.length > 0) process.exitCode = 1;
  else console.log(`No drift: ${described.length} facts agree`);
}

async function writeInit(url) {
  const folder = path.join(migrations, '0001_init');
  fs.mkdirSync(folder, { recursive: true });
  const sql = await schemaSql(schemaFile, url('postgres'));
  fs.writeFileSync(path.join(folder, 'migration.sql'), sql.trimStart());
  console.log('Wrote prisma/migrations/0001_init/migration.sql');
}

await withCluster(process.argv.includes('--write-init') ? writeInit : compare);
// The schema engine keeps its connection pool open.
process.exit();
