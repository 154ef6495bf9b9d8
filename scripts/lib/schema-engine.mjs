import fs from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);

/**
 * The SQL that makes an empty database into the one that `schema.prisma` describes.
 * Prisma's schema engine does it as WebAssembly, so nothing is downloaded; it insists on a
 * connection that it can open, though it writes nothing.
 */
export async function schemaSql(schemaFile, databaseUrl) {
  const engine = await loadEngine();
  const { bindMigrationAwareSqlAdapterFactory } = require('@prisma/driver-adapter-utils');
  const { PrismaPg } = require('@prisma/adapter-pg');
  const content = fs.readFileSync(schemaFile, 'utf8');
  const adapter = bindMigrationAwareSqlAdapterFactory(
    new PrismaPg({ connectionString: databaseUrl }),
  );
  const instance = await engine.SchemaEngine.new(
    { datamodels: [[schemaFile, content]] },
    () => undefined,
    adapter,
  );
  const { stdout } = await instance.diff({
    from: { tag: 'empty' },
    to: { tag: 'schemaDatamodel', files: [{ path: schemaFile, content }] },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return stdout;
}

async function loadEngine() {
  const glue = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const engine = await import(pathToFileURL(glue));
  const bytes = fs.readFileSync(glue.replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': engine });
  engine.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return engine;
}
