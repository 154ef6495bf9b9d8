import { CopyButton } from '@/components/ui';

/** A command with its copy button; long ones break instead of scrolling away. */
export function CommandLine({ command, label }: { command: string; label: string }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls
    <div
      role="group"
      aria-label={label}
      className="flex items-start gap-2 rounded-md border bg-raised py-2 pr-2 pl-3"
    >
      <code className="min-w-0 flex-1 font-mono text-xs leading-6 wrap-anywhere">{command}</code>
      <CopyButton value={command} label="Copy" />
    </div>
  );
}
