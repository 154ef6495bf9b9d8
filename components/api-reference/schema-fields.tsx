import { innerOf, schemaWords } from './schema-words';
import type { Schema } from './types';

/** Deeper than this the document itself reads better. */
const DEEPEST = 4;

function Field({ name, schema, required, depth }: FieldProps) {
  const inner = depth < DEEPEST ? innerOf(schema) : undefined;
  return (
    <li className="grid gap-1 py-1">
      <p className="text-sm">
        <code className="font-mono text-[0.92em]">{name}</code>
        <span className="text-muted"> {schemaWords(schema)}</span>
        {required ? null : <span className="text-xs text-muted"> (optional)</span>}
        {schema.default === undefined ? null : (
          <span className="text-xs text-muted">, {String(schema.default)} unless given</span>
        )}
      </p>
      {inner ? <SchemaFields schema={inner} depth={depth + 1} /> : null}
    </li>
  );
}

interface FieldProps {
  name: string;
  schema: Schema;
  required: boolean;
  depth: number;
}

/** The fields of an object, those of objects in it below them. */
export function SchemaFields({ schema, depth = 0 }: { schema: Schema; depth?: number }) {
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length === 0) return <p className="text-sm text-muted">{schemaWords(schema)}</p>;
  return (
    <ul className={depth > 0 ? 'border-l pl-4' : undefined}>
      {fields.map(([name, field]) => (
        <Field
          key={name}
          name={name}
          schema={field}
          required={schema.required?.includes(name) ?? false}
          depth={depth}
        />
      ))}
    </ul>
  );
}
