// Applies the SQL files of prisma/migrations to DATABASE_URL. Safe to run from many hosts at once.
import path from 'node:path';
import { migrate } from './lib/migrate.mjs';

const url = process.env.DATABASE_URL;
if (!url) {
  console.error('DATABASE_URL is not set: it names the database to migrate.');
  process.exit(1);
}
try {
  const applied = await migrate(url, path.join(import.meta.dirname, '../prisma/migrations'));
  console.log(applied.length ? `Applied ${applied.join(', ')}` : 'Nothing to apply');
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
