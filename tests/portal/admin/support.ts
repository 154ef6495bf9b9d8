import type { PrivateKeyAccount } from 'viem/accounts';
import type { RouteHandlers } from '@/lib/server/http';
import { setTestEnv } from '@/tests/support';
import { call, newAccount, signIn } from '../support';

export type Headers = Record<string, string>;

/** A signed-in wallet that is on the list of administrators from now on. */
export async function newAdmin(): Promise<{ account: PrivateKeyAccount; headers: Headers }> {
  const account = newAccount();
  setTestEnv({ ADMIN_ADDRESSES: account.address });
  return { account, headers: await signIn(account) };
}

type Get = Pick<RouteHandlers, 'GET'>;
type Post = Pick<RouteHandlers, 'POST'>;

/** Reads a list or one of its rows. */
export async function read<T>(
  route: Get,
  headers: Headers,
  query = '',
  params: Record<string, string> = {},
): Promise<T> {
  const response = await call(route.GET, `/api/admin/x?${query}`, { headers, params });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as T;
}

export const post = (
  route: Post,
  headers: Headers,
  params: Record<string, string>,
  body?: unknown,
) => call(route.POST, '/api/admin/x', { method: 'POST', headers, params, body });
