import { KeyRound, LockOpen } from 'lucide-react';
import { Badge } from '@/components/ui';
import { cn } from '@/lib/client/cn';
import { SchemaFields } from './schema-fields';
import { innerOf } from './schema-words';
import type { Entry, OperationJson, Schema } from './types';

const colours: Readonly<Record<string, string>> = {
  get: 'text-link',
  head: 'text-link',
  post: 'text-accent',
  put: 'text-warn',
  patch: 'text-warn',
  delete: 'text-bad',
};

const callers: Readonly<Record<string, string>> = {
  client: 'signed-in wallet',
  agent: 'node’s agent',
  admin: 'administrator',
};

function Access({ operation }: { operation: OperationJson }) {
  const [kind] = operation.security.flatMap(Object.keys);
  return kind ? (
    <Badge icon={KeyRound}>{callers[kind] ?? kind}</Badge>
  ) : (
    <Badge icon={LockOpen}>everybody</Badge>
  );
}

function Part({ title, schema, note }: { title: string; schema?: Schema; note?: string }) {
  return (
    <section className="grid content-start gap-1">
      <h4 className="text-xs font-medium text-muted">
        {title}
        {note ? <span className="font-normal">, {note}</span> : null}
      </h4>
      {schema ? <SchemaFields schema={innerOf(schema) ?? schema} /> : null}
    </section>
  );
}

function Answers({ operation }: { operation: OperationJson }) {
  const done = Object.entries(operation.responses).filter(([status]) => status !== 'default');
  return done.map(([status, { content }]) => {
    const [type, body] = Object.entries(content ?? {})[0] ?? [];
    const isJson = type === 'application/json';
    return (
      <Part
        key={status}
        title={`Answer ${status}`}
        note={type && !isJson ? type : content ? undefined : 'no body'}
        schema={isJson ? body?.schema : undefined}
      />
    );
  });
}

function Body({ operation }: { operation: OperationJson }) {
  const [type, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  if (!type || !body) return null;
  const isJson = type === 'application/json';
  return (
    <Part title="Body" note={isJson ? undefined : type} schema={isJson ? body.schema : undefined} />
  );
}

function Parameters({ operation }: { operation: OperationJson }) {
  const { parameters } = operation;
  if (parameters.length === 0) return null;
  const schema: Schema = {
    properties: Object.fromEntries(parameters.map((item) => [item.name, item.schema])),
    required: parameters.filter((item) => item.required).map((item) => item.name),
  };
  return <Part title="In the address" schema={schema} />;
}

/** One operation, folded; what goes in on the left, what comes out on the right. */
export function Operation({ entry }: { entry: Entry }) {
  const { id, method, path, operation } = entry;
  return (
    <details id={id} className="group scroll-mt-20">
      <summary className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 hover:bg-raised sm:px-6">
        <span
          className={cn('w-14 shrink-0 font-mono text-xs font-semibold uppercase', colours[method])}
        >
          {method}
        </span>
        <code className="min-w-0 font-mono text-sm break-all">{path}</code>
        <span className="text-sm text-muted">{operation.summary}</span>
        <span className="ml-auto">
          <Access operation={operation} />
        </span>
      </summary>
      <p className="border-t bg-bg px-4 pt-3 text-xs sm:px-6">
        <a href={`#${id}`} className="link">
          Address of this operation
        </a>
      </p>
      <div className="grid gap-6 bg-bg px-4 py-4 sm:grid-cols-2 sm:px-6">
        <div className="grid content-start gap-4">
          <Parameters operation={operation} />
          <Body operation={operation} />
          {operation.parameters.length === 0 && !operation.requestBody ? (
            <p className="text-sm text-muted">Nothing but the address.</p>
          ) : null}
        </div>
        <div className="grid content-start gap-4">
          <Answers operation={operation} />
        </div>
      </div>
    </details>
  );
}
