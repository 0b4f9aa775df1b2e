import * as pulumi from "@pulumi/pulumi";
import { partName, releasesApart } from "../../runtime/aws/rolePart";
import { entersAccounts, isResponse, type Route } from "../../runtime/model/response";
import { customAction } from "../customAction";
import type { Responder } from "../documents/dashboardBody";
import { rehearsalPatterns } from "../documents/rehearsals";
import { routeLanes } from "../documents/routing";
import { rolesOf } from "../documents/serviceRole";
import type { FindingsQueue } from "../findingsQueue";
import { ServiceRole } from "../serviceRole";
import type { MasterSettings } from "../settings/schema";
import type { QueuedFunctionArgs } from "./queuedFunctionArgs";
import { ReleaseFunction } from "./releaseFunction";
import { ResponderFunction } from "./responderFunction";
import { responderSettings } from "./settings";

/** The names and URLs of a queue and of the letters that its function could not process. */
export type QueueUrls = pulumi.Output<{ url: string; dead: string }>;

/** What was deployed for the responses, by the name of the response. */
export interface Responses {
  functions: Record<string, pulumi.Output<string>>;
  /** The functions that release, of the responses that have a separate one. */
  releases: Record<string, pulumi.Output<string>>;
  queues: Record<string, QueueUrls>;
  responders: pulumi.Output<Responder>[];
}

/** Deploys the functions of each response, and its roles in the security account. */
export function deployResponses(
  catalogue: Route[],
  settings: MasterSettings,
  shared: QueuedFunctionArgs,
  parent: pulumi.CustomResourceOptions,
): Responses {
  const deployed: Responses = { functions: {}, releases: {}, queues: {}, responders: [] };
  for (const route of catalogue) {
    const { incidents, posture } = routeLanes(route, catalogue, settings.responses);
    const common = {
      ...shared,
      reserveConcurrency: settings.reserveConcurrency,
      settings: responderSettings(route, catalogue, settings, shared.partition),
      securityHub: settings.securityHub,
    };
    const releaser = releasesApart(route)
      ? new ReleaseFunction(partName(route.name, "release"), { ...common, route }, parent)
      : undefined;
    const patterns = {
      ...incidents,
      ...rehearsalPatterns(route, settings.rehearsalAccounts),
      ...(settings.securityHub && customAction(route, parent)),
    };
    const responder = new ResponderFunction(
      route.name,
      { ...common, route, patterns, posture, ...(releaser && { releases: releaser.function }) },
      parent,
    );
    if (releaser) deployed.releases[route.name] = releaser.function.name;
    deployed.functions[route.name] = responder.function.name;
    deployed.queues[route.name] = urlsOf(responder.queue);
    deployed.responders.push(onDashboard(route, responder));
    if (!entersAccounts(route)) continue;
    for (const { part, resource } of rolesOf(route)) {
      new ServiceRole(resource, { ...settings, response: route, part, partition: shared.partition }, parent);
    }
  }
  return deployed;
}

/** Letters are redriven from the queue that keeps them. */
export const urlsOf = ({ queue, kept }: FindingsQueue): QueueUrls => pulumi.output({ url: queue.url, dead: kept.url });

const onDashboard = (route: Route, { function: { name }, queue }: ResponderFunction): pulumi.Output<Responder> =>
  pulumi.output({
    response: route.name,
    contains: isResponse(route),
    functionName: name,
    queueName: queue.queue.name,
    deadLetters: queue.kept.name,
  });
