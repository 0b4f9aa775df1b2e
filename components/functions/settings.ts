import { type ExceptionSettings, exceptions } from "../../runtime/exceptions/settings";
import { type OpenGroupSettings, openGroups } from "../../runtime/functions/openGroups/evaluator";
import type { LakeSettings } from "../../runtime/lake/settings";
import type { ResponderSettings } from "../../runtime/model/responderSettings";
import { entersAccounts, kindsOf, type Route } from "../../runtime/model/response";
import { image } from "../../runtime/resources/image";
import { confineSecurityGroup } from "../../runtime/responses/confineSecurityGroup";
import { othersOf } from "../documents/otherRoutes";
import { ownFunctions, touchesFunctions } from "../documents/ownFunctions";
import { ownRoles, touchesRoles } from "../documents/ownRoles";
import { answeredTypes } from "../settings/answeredTypes";
import { peopleOf, peopleOfExceptions } from "../settings/people";
import { ownSettings, type ResponseSettings } from "../settings/responses";
import type { MasterSettings } from "../settings/schema";
import type { SecurityLakeSettings } from "../settings/securityLake";
import { names, pathed } from "../shared/names";

/** Uses the settings of the response, so that both agree on what is public. */
export const openGroupSettings = ({
  rolePath,
  rolePrefix,
  responses,
  homeRegion,
}: MasterSettings): OpenGroupSettings => ({
  roleName: pathed(rolePath, names.serviceRole(rolePrefix, openGroups)),
  allowedPublicPorts: responses[confineSecurityGroup.name]!["allowedPublicPorts"] as string[],
  homeRegion,
});

/** The deployed settings of the function for exceptions. */
export function exceptionSettings(catalogue: Route[], settings: MasterSettings): ExceptionSettings {
  return {
    exceptionTagKey: settings.exceptionTagKey,
    limits: settings.exceptions,
    people: peopleOfExceptions(settings),
    roleName: pathed(settings.rolePath, names.serviceRole(settings.rolePrefix, exceptions)),
    responses: catalogue
      .filter(entersAccounts)
      .map((route) => ({ name: route.name, ...(route.kind && { kinds: kindsOf(route) }) })),
    noticeFormat: settings.noticeFormat,
    deliveryAttempts: settings.deliveryAttempts,
  };
}

/** The deployed settings of the function that writes to a data lake. */
export function lakeSettings(given: SecurityLakeSettings, settings: MasterSettings): LakeSettings {
  const { bucket, source, region = settings.homeRegion, accountId, writer, kmsKeyArn } = given;
  const { securityAccountId } = settings;
  const owner = accountId ?? writer?.roleArn.split(":")[4] ?? securityAccountId;
  return { bucket, source, region, owner, securityAccountId, writer, kmsKeyArn };
}

/** The deployed settings of a response's functions. */
export function responderSettings(
  route: Route,
  catalogue: Route[],
  settings: MasterSettings,
  partition: string,
): ResponderSettings {
  const own: Partial<ResponseSettings> = settings.responses[route.name] ?? {};
  const { modes = [], containmentsPerHour, largestShare } = own;
  return {
    findingTypes: answeredTypes(route, own),
    others: othersOf(route, catalogue, settings.responses),
    modes,
    exceptionTagKey: settings.exceptionTagKey,
    exceptions: settings.exceptions,
    roleName: pathed(settings.rolePath, names.serviceRole(settings.rolePrefix, route.name)),
    senders: {
      securityAccountId: settings.securityAccountId,
      delegatedAdministrators: settings.delegatedAdministrators,
    },
    rehearsalAccounts: settings.rehearsalAccounts,
    people: peopleOf(settings),
    deliveryAttempts: settings.deliveryAttempts,
    protectedResources: settings.protectedResources,
    containmentsPerHour: containmentsPerHour ?? 0,
    ...(largestShare !== undefined && { largestShare }),
    byHand: settings.byHand,
    alwaysNotify: settings.alwaysNotify,
    noticesPerHour: settings.noticesPerHour,
    pauseReminderHours: settings.pauseReminderHours,
    approvalHours: settings.approvalHours,
    reminderDays: settings.reminderDays,
    securityHub: settings.securityHub,
    archiveFindings: settings.archiveFindings,
    noticeFormat: settings.noticeFormat,
    response: {
      ...organizationOf(route, settings),
      ...ownSettings(own),
      ...(touchesRoles(route) && { ownRoles: ownRoles(catalogue, settings, partition) }),
      ...(touchesCopies(route) && { organizationId: settings.organizationId }),
      ...(touchesFunctions(route) && { ownFunctions: ownFunctions(catalogue, settings, partition) }),
    },
  };
}

/** Whether a response must know what is shared within the organization. */
const touchesCopies = (route: Route): boolean => kindsOf(route).includes(image.kind);

/** The management account, for a response that knows the organization's roles by it. */
const organizationOf = (route: Route, { managementAccountId }: MasterSettings) =>
  managementAccountId !== undefined && touchesRoles(route) ? { managementAccountId } : {};
