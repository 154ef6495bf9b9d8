import { defineConfig } from 'prisma/config';

// Only `prisma generate` and `prisma validate` are used, which need no database: migrations are
// applied by scripts/migrate.mjs, so no URL is named here.
export default defineConfig({ schema: 'prisma/schema.prisma' });
