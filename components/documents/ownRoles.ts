import { doctor } from "../../runtime/doctor/settings";
import { exceptions } from "../../runtime/exceptions/settings";
import { openGroups } from "../../runtime/functions/openGroups/evaluator";
import { lake } from "../../runtime/lake/settings";
import { isResponse, type Route } from "../../runtime/model/response";
import type { OwnRole } from "../../runtime/policy/ownRoles";
import { ticketChannels } from "../settings/channels";
import type { MasterSettings } from "../settings/schema";
import { names } from "../shared/names";
import { functionTrust } from "../shared/policies";
import { doctorSettings } from "./doctorExpectations";

/**
 * The product's own roles, by exact name and deployed trust policy: those of every account, and those of the functions
 * in the security account. A role that only has such a name does not count.
 */
export function ownRoles(catalogue: Route[], settings: MasterSettings, partition: string): OwnRole[] {
  const { roles, openGroups: evaluated, releases } = doctorSettings(catalogue, settings, partition);
  const others = [exceptions, doctor, openGroups, ...(settings.securityLake ? [lake] : [])];
  const functions = [...catalogue.map(({ name }) => name), ...others].map(names.responder);
  return [
    ...[...roles, evaluated.role].map(({ name, trust }) => ({ name, trust })),
    ...[...functions, ...Object.keys(releases), ...ticketChannels(settings).map(names.channel)].map((name) => ({
      name,
      account: settings.securityAccountId,
      trust: functionTrust(settings.securityAccountId),
    })),
  ];
}

/** Whether a response may act on roles, and so must know the product's own. */
export const touchesRoles = (route: Route): boolean =>
  isResponse(route) && (!route.kind || route.kind === "iam-principal");
