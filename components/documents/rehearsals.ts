import { accountEventSources } from "../../runtime/doctor/accountEvents";
import { largestPattern } from "../../runtime/findings/pattern";
import { rehearsalSource, rehearsedSources } from "../../runtime/findings/rehearsal";
import { isResponse, type Route } from "../../runtime/model/response";
import type { Statement } from "../shared/policies";
import type { Patterns } from "./routing";

const detailTypes = Object.keys(rehearsedSources);

/** The events that an account listed for rehearsals forwards besides its findings. */
export const forwardedRehearsals = JSON.stringify({ source: [rehearsalSource], "detail-type": detailTypes });

/**
 * The patterns of the rehearsal events that a response receives: those about its resources, from the listed accounts.
 * EventBridge sets the account of an event. Other routes have no such rule, and without listed accounts there is none.
 */
export function rehearsalPatterns(route: Route, accounts: string[]): Patterns {
  if (accounts.length === 0 || !isResponse(route) || route.followsAutomation) return {};
  const pattern = {
    source: [rehearsalSource],
    "detail-type": detailTypes,
    account: accounts,
    detail: {
      $or: [{ resource: { resourceType: route.resourceTypes } }, { resourceType: route.resourceTypes }],
    },
  };
  return { rehearsals: JSON.stringify(pattern) };
}

/** The statement of the bus's policy that accepts rehearsals from the listed accounts; none without listed accounts. */
export function rehearsalsMayCome(bus: string, forwardingRoles: string[]): Statement[] {
  if (forwardingRoles.length === 0) return [];
  return [
    {
      Sid: "RehearsalsOfNamedAccounts",
      Effect: "Allow",
      Principal: "*",
      Action: "events:PutEvents",
      Resource: bus,
      Condition: {
        ArnEquals: { "aws:PrincipalArn": forwardingRoles },
        StringEquals: { "events:source": rehearsalSource },
      },
    },
  ];
}

/**
 * Adds rehearsals, and the events about accounts, to the pattern of the event log. What the pattern has no room for is not
 * logged: the journal and the report have the relevant facts.
 */
export function withOtherEvents(pattern: string, accounts: string[], managementAccountId: string | undefined): string {
  const others = [
    ...(accounts.length > 0 ? [{ source: [rehearsalSource] }] : []),
    ...(managementAccountId === undefined ? [] : [{ source: accountEventSources }]),
  ];
  return others.reduce((all, other) => {
    const { $or } = JSON.parse(all);
    const both = JSON.stringify({ $or: [...$or, other] });
    return both.length <= largestPattern ? both : all;
  }, pattern);
}
