import { releasesApart } from "../../runtime/aws/rolePart";
import { doctor } from "../../runtime/doctor/settings";
import { exceptions } from "../../runtime/exceptions/settings";
import { openGroups } from "../../runtime/functions/openGroups/evaluator";
import { lake } from "../../runtime/lake/settings";
import { isResponse, type Route } from "../../runtime/model/response";
import { ticketChannels } from "../settings/channels";
import type { MasterSettings } from "../settings/schema";
import { functionArn, names } from "../shared/names";

/**
 * The ARNs of the product's own functions. They are all in the security account: a function of another account that only has such a
 * name is not among them. The evaluation of open groups has a function in each Region of its rules, the others one in the home Region.
 */
export function ownFunctions(catalogue: Route[], settings: MasterSettings, partition: string): string[] {
  const { homeRegion, securityAccountId } = settings;
  const inRegion = (region: string) => (name: string) => functionArn(partition, region, securityAccountId, name);
  const others = [exceptions, doctor, ...(settings.securityLake ? [lake] : [])];
  const responders = [...catalogue.map(({ name }) => name), ...others].map(names.responder);
  const releasers = catalogue.filter(releasesApart).map(({ name }) => names.releaser(name));
  const keepers = ticketChannels(settings).map(names.channel);
  return [
    ...[...responders, ...releasers, ...keepers].map(inRegion(homeRegion)),
    ...[...new Set([homeRegion, ...settings.regions])].map((region) => inRegion(region)(names.responder(openGroups))),
  ];
}

/** Whether a response may act on functions, and so must know the product's own. */
export const touchesFunctions = (route: Route): boolean => isResponse(route) && route.kind === "lambda-function";
