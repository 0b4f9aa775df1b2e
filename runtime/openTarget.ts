import { assumeRole } from "./aws/assumeRole";
import { sessionPolicy } from "./aws/sessionPolicy";
import type { Phase, ReadContext, Response } from "./response";
import type { Run } from "./run";
import { containmentId, type Target } from "./target";

/** The target's account, opened for one response: its clients, and how its state is read. */
export interface OpenTarget {
  clients: any;
  read(context: ReadContext<any>): Promise<any>;
}

/** Assumes the response's role in the target's account, narrowed to the target and the direction. */
export async function openTarget(run: Run, response: Response, target: Target, phase: Phase): Promise<OpenTarget> {
  const { services, settings } = run;
  const id = containmentId(response.name, target.arn);
  const credentials = await assumeRole(
    services.sts(target.region),
    target,
    settings.roleName,
    `firebreak-${response.name}-${id}`,
    sessionPolicy(response.permissions, target, phase),
  );
  const clients = response.clients({ ...services.clientConfig, region: target.region, credentials });
  for (const client of Object.values(clients)) services.observe(client);
  return { clients, read: (context) => response.read(clients, target, context) };
}

/** Makes one planned call with the client that it names. */
export function makeCall(clients: any, call: { service: string; operation: string; input: unknown }): Promise<any> {
  const method = call.operation.charAt(0).toLowerCase() + call.operation.slice(1);
  return clients[call.service][method](call.input);
}
