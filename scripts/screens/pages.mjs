/**
 * @typedef {object} Screen
 * @property {string} name of the picture
 * @property {string} path
 * @property {object} [as] whose session; nobody's without
 * @property {string} [failing] beginning of the routes that answer 503, for the error state
 * @property {boolean} [missing] there is no such page, which is what it says
 * @property {boolean} [panel] a panel with an address of its own stands beside the page
 * @property {boolean} [window] only what the window shows, after `act` has scrolled
 * @property {Record<string, object>} [answers] what routes answer instead, for states without data
 * @property {(page: import('@playwright/test').Page) => Promise<void>} [act] what is done before
 */

/** Every page with data, without data and, where it loads any, when that fails. */
export function pagesOf(subjects) {
  const { people } = subjects;
  return [
    ...forEverybody(subjects),
    ...forClients(subjects),
    ...forAdmins(subjects, people.admin),
  ].filter(({ path }) => !path.includes('undefined'));
}

/** @returns {Screen[]} */
function forEverybody({ people, node, activity }) {
  return [
    { name: 'home', path: '/' },
    {
      name: 'home-empty',
      path: '/',
      answers: { '/api/network/activity': nobodyYet(activity) },
      act: (page) => page.getByText('No computer has joined yet').waitFor({ timeout: 60_000 }),
    },
    { name: 'nodes', path: '/nodes' },
    {
      name: 'nodes-empty',
      path: '/nodes',
      answers: { '/api/nodes': { nodes: [], nextCursor: null } },
    },
    { name: 'nodes-error', path: '/nodes', failing: '/api/nodes' },
    { name: 'node', path: `/nodes/${node}` },
    { name: 'node-new', path: '/nodes/new', as: people.newcomer },
    { name: 'api-reference', path: '/api-reference' },
    { name: 'api-reference-open', path: '/api-reference', act: openOperation, window: true },
    { name: 'not-found', path: '/no/such/page', missing: true },
    { name: 'sign-in', path: '/deals' },
  ];
}

/** The network before its first computer. */
const nobodyYet = (activity) => ({
  ...activity,
  hours: activity.hours.map((hour) => ({ ...hour, promised: 0 })),
  rows: [],
  nodes: { registered: 0, online: 0 },
  capacityBytes: '0',
  reservedBytes: '0',
  deals: { active: 0, all: 0 },
  proofs: { due: 0, accepted: 0 },
});

const openOperation = async (page) => {
  const operation = page.locator('#post-request-storage');
  await operation.locator('summary').click();
  await operation.evaluate((element) => element.scrollIntoView());
};

/** @returns {Screen[]} */
function forClients({ people, deals }) {
  const { client, newcomer } = people;
  const stages = Object.entries(deals).map(([stage, { who, id }]) => ({
    name: `deal-${stage}`,
    path: `/deals/${id}`,
    as: who,
  }));
  return [
    { name: 'store', path: '/store', as: newcomer },
    { name: 'deals', path: '/deals', as: client },
    { name: 'deals-empty', path: '/deals', as: newcomer },
    { name: 'deals-error', path: '/deals', as: client, failing: '/api/deals' },
    ...stages,
    { name: 'deal-top-up', path: `/deals/${deals.active?.address}/top-up` },
    { name: 'notifications', path: '/notifications', as: client },
    { name: 'notifications-empty', path: '/notifications', as: newcomer },
    { name: 'notifications-error', path: '/notifications', as: client, failing: '/api/inbox' },
  ];
}

const lists = ['deals', 'nodes', 'periods', 'jobs', 'transactions', 'audit'];

/** @returns {Screen[]} */
function forAdmins({ people, deal, deals, node, period, job, transaction }, admin) {
  const panels = [
    ['deal', `/admin/deals/${deals.active?.id ?? deal}`],
    ['node', `/admin/nodes/${node}`],
    ['period', `/admin/periods/${period}`],
    ['job', `/admin/jobs/${job}`],
    ['transaction', `/admin/transactions/${transaction}`],
  ];
  return [
    { name: 'admin', path: '/admin', as: admin },
    { name: 'admin-refused', path: '/admin', as: people.newcomer },
    { name: 'admin-error', path: '/admin/deals', as: admin, failing: '/api/admin' },
    { name: 'admin-empty', path: '/admin/deals?search=nothing-has-this-name', as: admin },
    ...lists.map((name) => ({ name: `admin-${name}`, path: `/admin/${name}`, as: admin })),
    ...panels.map(([name, path]) => ({ name: `admin-${name}`, path, as: admin, panel: true })),
  ];
}
