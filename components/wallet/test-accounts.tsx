'use client';

import { useEffect, useState } from 'react';
import { shortAddress } from '@/lib/client/format';
import type { TestWallet } from '@/lib/client/wallet/test-wallet';
import type { Address } from '@/lib/core/protocol/primitives';
import { Field } from '../ui/field';
import { Select } from '../ui/select';

const NEW = 'new';

/** Chooses among the accounts of the test wallet, to play client, operator and friend in turn. */
export function TestAccounts({ current }: { current: Address }) {
  const [wallet, setWallet] = useState<TestWallet | null>(null);
  useEffect(() => {
    let gone = false;
    // Already there when a test wallet is connected; imported late, for it is large.
    void import('@/lib/client/wallet/kit')
      .then(({ walletKit }) => walletKit())
      .then(({ testWallet }) => {
        if (!gone) setWallet(testWallet ?? null);
      });
    return () => {
      gone = true;
    };
  }, []);
  if (!wallet) return null;
  const { addresses } = wallet.accounts();
  const index = addresses.findIndex((address) => address.toLowerCase() === current);
  return (
    <Field label="Test account" hint="Changing the account signs you out.">
      <Select
        value={String(index)}
        onChange={({ currentTarget: { value } }) =>
          wallet.select(value === NEW ? addresses.length : Number(value))
        }
      >
        {addresses.map((address, position) => (
          <option key={address} value={position}>
            Account {position + 1}: {shortAddress(address)}
          </option>
        ))}
        {addresses.length < 8 ? <option value={NEW}>Another new account</option> : null}
      </Select>
    </Field>
  );
}
