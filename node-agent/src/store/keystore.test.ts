import { decryptJsonWallet, encryptKeystore } from '@ethersproject/json-wallets';
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { decryptKey, encryptKey, type Keystore, keystoreSchema } from './keystore';

const privateKey = generatePrivateKey();
const address = privateKeyToAddress(privateKey);

describe('keystore', () => {
  it('is what other wallets can open', async () => {
    const keystore = await encryptKey(privateKey, 'pässword', 'light');
    const opened = await decryptJsonWallet(JSON.stringify(keystore), 'pässword');
    expect(opened.privateKey).toBe(privateKey);
    expect(keystore.address).toBe(address.slice(2).toLowerCase());
    expect(JSON.stringify(keystore)).not.toContain(privateKey.slice(2));
  });

  it('opens what other wallets made', async () => {
    const options = { scrypt: { N: 4096, r: 8, p: 1 } };
    const text = await encryptKeystore({ address, privateKey }, 'secret', options);
    const foreign: Keystore = keystoreSchema.parse(JSON.parse(text.toLowerCase()));
    expect(await decryptKey(foreign, 'secret')).toBe(privateKey);
  });

  it('says when the password is wrong', async () => {
    const keystore = await encryptKey(privateKey, 'right', 'light');
    await expect(decryptKey(keystore, 'wrong')).rejects.toMatchObject({
      code: 'AGENT_PASSWORD_WRONG',
    });
  });
});
