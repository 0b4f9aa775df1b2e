import type { Phase } from "../model/permission";
import type { Entrance, ReadContext, Response, SessionCredentials } from "../model/response";
import { containmentId, type Target } from "../model/target";
import type { Run } from "../run/run";
import { assumeRole } from "./assumeRole";
import { type Purpose, partFor, partName, permissionsOfPart } from "./rolePart";
import { sessionPolicy } from "./sessionPolicy";

/** The target's account, opened for one response: its clients, and how its state is read. */
export interface OpenTarget {
  clients: any;
  read(context: ReadContext<any>): Promise<any>;
}

/** Assumes the response's role for the direction in the target's account, narrowed to the target. */
export async function openTarget(run: Run, response: Response, target: Target, phase: Phase): Promise<OpenTarget> {
  const clients = await enter(run, response, target, phase);
  const { journal } = run.services;
  const known = {
    settings: run.settings.response,
    isolationGroups: () => journal.isolationGroups(target.accountId, target.region),
    organization: async () => (await journal.readMembers()).flatMap(({ account, ended }) => (ended ? [] : [account])),
  };
  return { clients, read: (context) => response.read(clients, target, { ...known, ...context }) };
}

/**
 * The clients of a session in the target's account. If a response has rights that must not be combined, a second session of
 * another role has the others; its first call opens it.
 */
export async function enter(run: Run, route: Entrance, target: Target, phase: Phase): Promise<any> {
  const { services } = run;
  const config = { ...services.clientConfig, region: target.region };
  const credentials = await openSession(run, route, target, { phase });
  const writing = once(() => openSession(run, route, target, { phase, session: "write" }));
  const clients = {
    ...route.clients({ ...config, credentials }),
    ...route.writeClients?.({ ...config, credentials: writing }),
  };
  for (const client of new Set(Object.values(clients))) services.observe(client);
  return clients;
}

function openSession(run: Run, route: Entrance, target: Target, purpose: Purpose) {
  const { services, settings } = run;
  const part = partFor(route.permissions, purpose);
  const role = partName(settings.roleName, part);
  return assumeRole(services.sts(target.region), target, role, {
    name: `firebreak-${route.name}-${containmentId(route.name, target.arn)}`,
    policy: sessionPolicy(permissionsOfPart(route.permissions, part), { ...target, id: target.name ?? target.id }),
    seconds: route.sessionSeconds,
    packed(packedPolicySize) {
      run.sessions?.push({ role, packedPolicySize });
      services.log.info("session opened", { role, packedPolicySize });
      services.measurePacked?.(packedPolicySize);
    },
  });
}

/** The session, opened by the first call; a failed opening is retried. */
function once(open: () => Promise<SessionCredentials>): () => Promise<SessionCredentials> {
  let opened: Promise<SessionCredentials> | undefined;
  return () => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
}

/** Makes one planned call with the client that it names. */
export function makeCall(clients: any, call: { service: string; operation: string; input: unknown }): Promise<any> {
  const method = call.operation.charAt(0).toLowerCase() + call.operation.slice(1);
  return clients[call.service][method](call.input);
}
