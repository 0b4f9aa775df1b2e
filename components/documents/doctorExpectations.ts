import { type RolePart, releasesApart } from "../../runtime/aws/rolePart";
import { doctorPermissions } from "../../runtime/doctor/permissions";
import { type DoctorSettings, doctor, type ExpectedRole } from "../../runtime/doctor/settings";
import { exceptionPermissions } from "../../runtime/exceptions/kinds";
import { exceptions } from "../../runtime/exceptions/settings";
import { openGroups } from "../../runtime/functions/openGroups/evaluator";
import { lake } from "../../runtime/lake/settings";
import { version } from "../../runtime/lib/version";
import { type Entrance, entersAccounts, isResponse, type Route } from "../../runtime/model/response";
import { permissions as openGroupPermissions } from "../../runtime/openGroups/permissions";
import { documentName } from "../../runtime/responses/runRunbook/declaration";
import { ticketChannels } from "../settings/channels";
import { namesUnits } from "../settings/organizationalUnits";
import type { MasterSettings } from "../settings/schema";
import { managedRules } from "../shared/managedRules";
import { accountEventsRule, busArn, eventLogName, eventLogRule, names, pathed } from "../shared/names";
import { forwardedAccountEvents, organizationsRegion, receivedAccountEvents } from "./accountEvents";
import { busPolicy } from "./busPolicy";
import { aliasesFor, exceptionAliases, releaseAliases } from "./commandAliases";
import { forwardingPolicy, forwardingTrust } from "./forwardingRole";
import { rehearsalPatterns, withOtherEvents } from "./rehearsals";
import { routeLanes } from "./routing";
import { rolesOf, servicePolicy, serviceTrust } from "./serviceRole";
import { forwardingPattern, tagChangePattern } from "./sources";
import { callsPattern } from "./undoingCalls";

/** The placeholder for an account's id in values that are otherwise the same in all accounts. */
const anyAccount = "{account}";

/** The expected state of accounts for the doctor: what this version would deploy there. */
export function doctorSettings(catalogue: Route[], settings: MasterSettings, partition: string): DoctorSettings {
  const { securityAccountId, organizationId, homeRegion, regions, rolePrefix, rolePath, config } = settings;
  const permissions = doctorPermissions(rolePrefix, names.forwarding, rolePath);
  const arn = busArn(partition, homeRegion, securityAccountId);
  // If an organization requires a boundary, it has the same name in every account.
  const boundary = settings.permissionsBoundary?.replace(settings.accountId, anyAccount);
  const bounded = boundary !== undefined && { boundary };
  const role = (used: Pick<Entrance, "name" | "permissions">, loss: string, part?: RolePart): ExpectedRole => ({
    name: names.serviceRole(rolePrefix, used.name, part),
    loss,
    trust: serviceTrust({ response: used, part, partition, securityAccountId, organizationId, rolePath }),
    policies: { [used.name]: servicePolicy(used, partition, anyAccount, part) },
    ...bounded,
  });
  const evaluated = config.rules.includes(names.openGroupRule) ? [settings.accountId] : [];
  return {
    version,
    securityAccountId,
    partition,
    homeRegion,
    accounts: [...new Set([settings.accountId, ...settings.memberAccounts, ...settings.delegatedAdministrators])],
    regions,
    rolePrefix,
    rolePath,
    roleName: pathed(rolePath, names.serviceRole(rolePrefix, doctor)),
    permissions,
    roles: [
      ...catalogue
        .filter(entersAccounts)
        .flatMap((route) => rolesOf(route).map(({ part }) => role(route, lossOf(route, part), part))),
      role(
        { name: exceptions, permissions: exceptionPermissions(settings.exceptionTagKey) },
        "exceptions in this account cannot be granted, checked or revoked",
      ),
      role({ name: doctor, permissions }, "this account cannot be examined"),
      {
        name: names.forwarding,
        loss: "no finding of this account reaches the security account",
        trust: forwardingTrust(anyAccount),
        policies: { send: forwardingPolicy(arn) },
        ...bounded,
      },
    ],
    forwarding: {
      name: names.forwarding,
      pattern: forwarded(settings),
      calls: { name: names.forwardingCalls, pattern: callsPattern(rolePrefix) },
      busArn: arn,
    },
    openGroups: {
      rule: names.openGroupRule,
      functionName: names.responder(openGroups),
      organizationId,
      role: role(
        { name: openGroups, permissions: openGroupPermissions },
        `${names.openGroupRule} evaluates nothing here`,
      ),
      accounts: [...new Set([...evaluated, ...settings.memberAccounts])],
    },
    configRules: Object.keys(managedRules),
    readsUnits: Object.values(settings.responses).some(namesUnits),
    securityHub: settings.securityHub,
    bus: { name: names.bus, policy: busPolicy(arn, { ...settings, partition }) },
    rules: busRules(catalogue, settings),
    functions: Object.fromEntries([
      ...catalogue.map((route) => [names.responder(route.name), aliasesFor({ contains: isResponse(route) })]),
      [names.responder(exceptions), exceptionAliases],
      ...ticketChannels(settings).map((name) => [names.channel(name), []] as const),
      ...(settings.securityLake ? [[names.responder(lake), []] as const] : []),
    ]),
    keeping: [...catalogue.map((route) => route.name), exceptions].map(names.responder),
    entering: catalogue.filter(entersAccounts).map((route) => route.name),
    releases: Object.fromEntries(
      catalogue.filter(releasesApart).map((route) => [names.releaser(route.name), releaseAliases(route)]),
    ),
    eventLog: eventLogName,
    decisionLetters: {
      ...(Object.keys(settings.channels).length > 0 && { channels: names.channelLetters }),
      ...(settings.securityLake && { lake: names.lakeLetters }),
    },
    ...(settings.managementAccountId !== undefined && {
      accountEvents: {
        account: settings.managementAccountId,
        region: organizationsRegion(partition),
        rule: names.forwardingAccounts,
        pattern: forwardedAccountEvents,
      },
    }),
    stackSetUnits: settings.stackSets?.organizationalUnits ?? [],
    notWatched: settings.notWatched,
    noticeFormat: settings.noticeFormat,
  };
}

/** What fails without one of a route's roles. */
function lossOf(route: Route, part?: RolePart): string {
  if (part === "release") return `${route.name} cannot release in this account`;
  if (part === "write") return `${route.name} cannot write its own policies in this account`;
  return `${route.name} cannot ${isResponse(route) ? "contain" : "read"} in this account`;
}

const forwarded = ({ runbooks, exceptionTagKey }: MasterSettings): string =>
  forwardingPattern(
    runbooks.map(documentName),
    exceptionTagKey,
    runbooks.flatMap((runbook) => runbook.resourceTypes),
  );

/**
 * The rules on the bus by name. A custom action's pattern has an ARN that is known only after its deployment, so it is
 * undefined here.
 */
function busRules(catalogue: Route[], settings: MasterSettings): Record<string, string | undefined> {
  const ofRoutes = catalogue.flatMap((route) => {
    const { incidents, posture } = routeLanes(route, catalogue, settings.responses);
    const patterns: Record<string, string | undefined> = {
      ...incidents,
      ...posture,
      ...rehearsalPatterns(route, settings.rehearsalAccounts),
      ...(settings.securityHub && route.customAction && { action: undefined }),
    };
    return Object.entries(patterns).map(([source, pattern]) => [`${names.responder(route.name)}-${source}`, pattern]);
  });
  const tags = tagChangePattern(settings.exceptionTagKey);
  const log = withOtherEvents(forwarded(settings), settings.rehearsalAccounts, settings.managementAccountId);
  const { managementAccountId } = settings;
  const accounts = managementAccountId && { [accountEventsRule]: receivedAccountEvents(managementAccountId) };
  return Object.fromEntries([
    ...ofRoutes,
    [`${names.responder(exceptions)}-tags`, tags],
    [eventLogRule, log],
    ...Object.entries(accounts || {}),
  ]);
}
