/**
 * Import direction:
 *   app → components → lib/client → lib/core
 *   app, worker → lib/server → lib/engine → lib/core
 *   node-agent → lib/engine, lib/core
 * Nothing imports app. lib/core is pure.
 */
const only = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: TESTS },
  to: { path: to },
});

const TESTS = '\\.test\\.tsx?$|/(fixtures|test-support|testing)/';
const OURS = '^(app|components|lib|worker|node-agent|scripts|tests|e2e|prisma)/';
/** What a folder may import of ours, as a pattern of everything else of ours. */
const except = (...allowed) =>
  `^(?!${allowed.join('|')})(app|components|lib|worker|node-agent|scripts|tests|e2e|prisma)/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    only(
      'core-stands-alone',
      '^lib/core/',
      except('lib/core/'),
      'lib/core imports nothing of ours',
    ),
    {
      name: 'core-is-pure',
      comment: 'No platform, framework or database in the domain; hashes and time are passed in',
      severity: 'error',
      from: { path: '^lib/core/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-uses-few-packages',
      comment: 'zod, viem, noble, the Merkle tree and the time zone polyfill are pure',
      severity: 'error',
      from: { path: '^lib/core/', pathNot: TESTS },
      to: {
        path: 'node_modules/',
        pathNot:
          'node_modules/(zod|viem|@noble/[^/]+|@openzeppelin/merkle-tree|@js-temporal/polyfill|@asteasolutions/zod-to-openapi)/',
      },
    },
    only('engine', '^lib/engine/', except('lib/engine/', 'lib/core/'), 'lib/engine → lib/core'),
    only(
      'server',
      '^lib/server/',
      except('lib/server/', 'lib/engine/', 'lib/core/'),
      'lib/server → lib/engine, lib/core',
    ),
    only('client', '^lib/client/', except('lib/client/', 'lib/core/'), 'lib/client → lib/core'),
    only(
      'components',
      '^components/',
      except('components/', 'lib/client/', 'lib/core/'),
      'components → lib/client, lib/core',
    ),
    only('app', '^app/', except('app/', 'components/', 'lib/'), 'app → components, lib'),
    only(
      'worker',
      '^worker/',
      except('worker/', 'lib/server/', 'lib/engine/', 'lib/core/'),
      'worker → lib/server, lib/engine, lib/core',
    ),
    only(
      'node-agent',
      '^node-agent/',
      except('node-agent/', 'lib/engine/', 'lib/core/'),
      'The agent carries neither the server nor the browser with it',
    ),
    {
      name: 'agent-without-server-packages',
      severity: 'error',
      from: { path: '^(node-agent|lib/engine)/', pathNot: TESTS },
      to: { path: 'node_modules/(next|react|react-dom|@prisma|prisma|pg|pg-boss)/' },
    },
    {
      name: 'browser-without-server-packages',
      severity: 'error',
      from: { path: '^(components|lib/client)/', pathNot: TESTS },
      to: {
        path: 'node_modules/(@prisma|prisma|pg|pg-boss|pino)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'browser-without-node',
      severity: 'error',
      from: { path: '^(components|lib/client)/', pathNot: TESTS },
      to: { dependencyTypes: ['core'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing-imports-app',
      severity: 'error',
      // Tests call the route handlers directly.
      from: { path: OURS, pathNot: '^(app|tests)/' },
      to: { path: '^app/' },
    },
    {
      name: 'production-code-without-tests',
      severity: 'error',
      from: { path: '^(app|components|lib|worker|node-agent)/', pathNot: TESTS },
      to: { path: '^(tests|e2e)/|\\.test\\.tsx?$' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: OURS },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\.next/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'lib/server/db/generated|\\.next/|node-agent/dist|\\.wasm$' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json'],
    },
    skipAnalysisNotInRules: true,
  },
};
