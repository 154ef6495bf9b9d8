function textOf(value: unknown): string {
  return JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? item.toString() : item), 2);
}

/** Data as it is, folded away. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  return (
    <details>
      <summary className="text-sm text-link underline underline-offset-4">{label}</summary>
      <pre className="mt-2 max-h-96 overflow-auto rounded-md bg-raised p-3 font-mono text-xs break-all whitespace-pre-wrap">
        {textOf(value)}
      </pre>
    </details>
  );
}
