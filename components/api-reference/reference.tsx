import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui';
import { Operation } from './operation';
import { SchemaFields } from './schema-fields';
import { Match, Search } from './search';
import type { Document, Entry } from './types';

const idOf = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

function entriesOf(document: Document): Entry[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: idOf(`${method}-${path.replace('/api/', '')}`),
      method,
      path,
      operation,
    })),
  );
}

function Contents({ tags }: Pick<Document, 'tags'>) {
  return (
    <nav aria-label="Parts of the reference" className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {tags.map(({ name }) => (
        <a key={name} href={`#${idOf(name)}`} className="link">
          {name}
        </a>
      ))}
    </nav>
  );
}

/** What every refused or failed request answers. */
function Problems({ document }: { document: Document }) {
  const schema = document.components.schemas.Problem;
  if (!schema) return null;
  return (
    <Card id="errors" className="scroll-mt-20">
      <CardHeader>
        <CardTitle>Errors</CardTitle>
      </CardHeader>
      <CardBody className="grid gap-3">
        <p className="max-w-text text-sm text-muted">
          Every refused or failed request answers <code>application/problem+json</code> (RFC 9457).
          The <code>code</code> is stable; the <code>detail</code> is a sentence for a person.
        </p>
        <SchemaFields schema={schema} />
      </CardBody>
    </Card>
  );
}

/** What an operation can be found by: method, path, its words, the names of its fields. */
function textOf({ method, path, operation }: Entry): string {
  const { summary, tags, parameters, requestBody, responses } = operation;
  const names = JSON.stringify([parameters, requestBody, responses]).match(/"[A-Za-z]\w*"/g) ?? [];
  return [method, path, summary, ...tags, ...new Set(names)].join(' ');
}

/** The HTTP interface by groups, from the portal's own document. */
export function Reference({ document }: { document: Document }) {
  const entries = entriesOf(document).map((entry) => ({ ...entry, text: textOf(entry) }));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <Contents tags={document.tags} />
      <Search texts={entries.map(({ text }) => text)}>
        {document.tags.map(({ name, description }) => {
          const own = entries.filter(({ operation }) => operation.tags.includes(name));
          if (own.length === 0) return null;
          return (
            <Match key={name} texts={own.map(({ text }) => text)}>
              <Card id={idOf(name)} className="scroll-mt-20">
                <CardHeader>
                  <CardTitle>{name}</CardTitle>
                  <p className="text-sm text-muted">{description}</p>
                </CardHeader>
                {own.map((entry) => (
                  <Match key={entry.id} texts={[entry.text]} className="border-b last:border-b-0">
                    <Operation entry={entry} />
                  </Match>
                ))}
              </Card>
            </Match>
          );
        })}
      </Search>
      <Problems document={document} />
    </div>
  );
}
