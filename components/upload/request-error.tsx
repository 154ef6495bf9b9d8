import Link from 'next/link';
import { ErrorText } from '@/components/ui';
import { ApiError } from '@/lib/client/api';

/** Why a deal could not be asked for, with the way on where there is one. */
export function RequestError({ error }: { error: unknown }) {
  if (!error) return null;
  const isPending = ApiError.is(error, 'DEAL_TOO_MANY_PENDING');
  const other = ApiError.is(error) ? error.details.dealId : undefined;
  return (
    <div className="grid gap-1">
      <ErrorText
        error={
          isPending
            ? 'Another deal of yours waits to be started. Start or cancel it first; your upload is kept.'
            : error
        }
      />
      {typeof other === 'string' ? (
        <Link href={`/deals/${other}`} className="link text-sm">
          Open that deal
        </Link>
      ) : null}
    </div>
  );
}
