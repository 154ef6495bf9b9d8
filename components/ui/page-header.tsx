import type { ReactNode } from 'react';

export interface PageHeaderProps {
  title: ReactNode;
  /** One or two sentences. */
  lead?: ReactNode;
  actions?: ReactNode;
  /** A line above the title, such as the way back. */
  above?: ReactNode;
}

/** The page's only h1. */
export function PageHeader({ title, lead, actions, above }: PageHeaderProps) {
  return (
    <div className="mb-6 flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
      <div className="min-w-0">
        {above ? <div className="mb-1 text-sm text-muted">{above}</div> : null}
        <h1 className="text-xl">{title}</h1>
        {lead ? <div className="mt-1 max-w-text text-base text-muted">{lead}</div> : null}
      </div>
      {actions ? <div className="flex flex-wrap gap-3">{actions}</div> : null}
    </div>
  );
}
