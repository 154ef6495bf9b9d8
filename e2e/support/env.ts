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
/** True when somebody wants to read how a journey goes on. */
export const showsProgress = () => process.env.E2E_PROGRESS === '1';
