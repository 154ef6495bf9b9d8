// Where the platform under test is; set by the global set-up, or by hand for one that runs already.

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the tests' global set-up sets it.`);
  return value;
}

/** The portal's address, without a slash at its end. */
export const portalUrl = () => variable('E2E_PORTAL_URL');
/** What a request of the portal's own pages says of its origin. */
export const portalOrigin = () => new URL(portalUrl()).origin;
export const databaseUrl = () => variable('E2E_DATABASE_URL');
/** Restarts parts of the platform; undefined for one that the tests did not start. */
export const controlUrl = () => process.env.E2E_CONTROL_URL;
/** Push's stand-in, as the platform asks it; undefined where the tests did not start the platform. */
export const pushUrl = () => process.env.E2E_PUSH_URL;
/** The portal's address where a page's own is enough; undefined until the global set-up has run. */
export const knownPortalUrl = () => process.env.E2E_PORTAL_URL;
/** What a command of a test's computer has around it. */
export const shellEnv = () => process.env;
/** True when somebody wants to read how a journey goes on. */
export const showsProgress = () => process.env.E2E_PROGRESS === '1';

/** Tells the tests, which run in processes of their own and inherit this, where things are. */
export function tellTests(urls: {
  portal?: string;
  database?: string;
  control: string;
  push: string;
}): void {
  process.env.E2E_PORTAL_URL = urls.portal;
  process.env.E2E_DATABASE_URL = urls.database;
  process.env.E2E_CONTROL_URL = urls.control;
  process.env.E2E_PUSH_URL = urls.push;
}
