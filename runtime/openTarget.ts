import { assumeRole } from "./aws/assumeRole";
import { sessionPolicy } from "./aws/sessionPolicy";
import { isolationGroups } from "./journal/isolationGroups";
import type { Entrance, Phase, ReadContext, Response } from "./response";
import type { Run } from "./run";
import { containmentId, type Target } from "./target";

/** The target's account, opened for one response: its clients, and how its state is read. */
export interface OpenTarget {
  clients: any;
  read(context: ReadContext<any>): Promise<any>;
}

/** Assumes the response's role in the target's account, narrowed to the target and the direction. */
export async function openTarget(run: Run, response: Response, target: Target, phase: Phase): Promise<OpenTarget> {
  const clients = await enter(run, response, target, phase);
  const { db, table } = run.services;
  const ours = () => isolationGroups({ db, table }, target.accountId, target.region);
  return { clients, read: (context) => response.read(clients, target, { isolationGroups: ours, ...context }) };
}

/** The clients of a session in the target's account. */
export async function enter(run: Run, route: Entrance, target: Target, phase: Phase): Promise<any> {
  const { services, settings } = run;
  const id = containmentId(route.name, target.arn);
  const credentials = await assumeRole(
    services.sts(target.region),
    target,
    settings.roleName,
    `firebreak-${route.name}-${id}`,
    sessionPolicy(route.permissions, { ...target, id: target.name ?? target.id }, phase),
    route.sessionSeconds,
  );
  const clients = route.clients({ ...services.clientConfig, region: target.region, credentials });
  for (const client of Object.values(clients)) services.observe(client);
  return clients;
}

/** Makes one planned call with the client that it names. */
export function makeCall(clients: any, call: { service: string; operation: string; input: unknown }): Promise<any> {
  const method = call.operation.charAt(0).toLowerCase() + call.operation.slice(1);
  return clients[call.service][method](call.input);
}
