import pg from 'pg';

const SKIP = `('_prisma_migrations')`;
const RELATION = `n.nspname = 'public' AND c.relname NOT IN ${SKIP}`;

/** One text per fact of the schema `public`; two databases are alike when the texts are. */
const QUERIES = [
  `SELECT format('column %s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
     CASE WHEN a.attnotnull THEN ' not null' ELSE '' END,
     coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')) AS fact
   FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
   WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND ${RELATION}`,
  `SELECT format('constraint %s.%s %s', c.relname, k.conname, pg_get_constraintdef(k.oid)) AS fact
   FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE k.contype <> 'n' AND ${RELATION}`,
  `SELECT format('index %s', pg_get_indexdef(i.indexrelid)) AS fact
   FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE ${RELATION}`,
  `SELECT format('enum %s %s', t.typname, string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)) AS fact
   FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid JOIN pg_namespace n ON n.oid = t.typnamespace
   WHERE n.nspname = 'public' GROUP BY t.typname`,
];

/** Every fact of a database's schema `public`, sorted. */
export async function catalogOf(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const facts = [];
    for (const query of QUERIES) {
      const { rows } = await client.query(query);
      facts.push(...rows.map((row) => row.fact));
    }
    return facts.sort();
  } finally {
    await client.end();
  }
}

/** What one list of facts has and the other lacks. */
export function differences(expected, actual) {
  const have = new Set(actual);
  const want = new Set(expected);
  return {
    missing: expected.filter((fact) => !have.has(fact)),
    surplus: actual.filter((fact) => !want.has(fact)),
  };
}
