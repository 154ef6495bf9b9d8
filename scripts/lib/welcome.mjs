import { localAccounts } from './accounts.mjs';

/** Prints where everything is, and accounts to try it with. */
export function welcome({ urls, profile, dataDir }) {
  const line = (name, value) => console.log(`  ${name.padEnd(12)}${value}`);
  console.log(`\nThe platform is ready at ${urls.portal}\n`);
  line('Chain', urls.rpc);
  if (urls.fleet) line('Fleet', urls.fleet);
  line('Data', `${dataDir} (profile ${profile})`);
  if (!process.env.RPC_URL) {
    console.log('\nFunded test accounts of the LOCAL chain only. Their keys are public knowledge:');
    for (const { address, key } of localAccounts.clients) console.log(`  ${address}  ${key}`);
  }
  console.log('\nCtrl-C stops everything.');
}
