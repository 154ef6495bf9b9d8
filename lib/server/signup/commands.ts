import type { AgentBundle, SignupCreated } from '@/lib/core/protocol';
import { BUNDLE_FOLDER } from '@/lib/server/agent-bundle';
import { serverEnv } from '@/lib/server/env';

/**
 * What the operator types, in order. Every part is made of the portal's own origin and of our own
 * letters and digits, so that nothing needs quoting in any shell.
 */
export function commandsFor(code: string, bundle: AgentBundle): SignupCreated['commands'] {
  const { portalOrigin } = serverEnv();
  const program = `${BUNDLE_FOLDER}/micro-node.mjs`;
  return {
    download: `curl -fsSL -o ${bundle.fileName} ${portalOrigin}/api/agent/download && tar -xzf ${bundle.fileName}`,
    check: `curl -fsSL ${portalOrigin}/api/agent/download/checksum | sha256sum -c -`,
    init: `node ${program} init --portal ${portalOrigin} --code ${code}`,
    run: `node ${program} run`,
  };
}
