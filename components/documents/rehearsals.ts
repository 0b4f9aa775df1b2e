import { largestPattern } from "../../runtime/findings/pattern";
import { rehearsalSource, rehearsedSources } from "../../runtime/findings/rehearsal";
import { isResponse, type Route } from "../../runtime/model/response";
import type { Statement } from "../shared/policies";
import type { Patterns } from "./routing";

const detailTypes = Object.keys(rehearsedSources);

/** What an account that is named for rehearsals forwards besides its findings. */
export const forwardedRehearsals = JSON.stringify({ source: [rehearsalSource], "detail-type": detailTypes });

/**
 * What a response gets of rehearsals, as the patterns of its rules are: what is about its resources, from the accounts that are
 * named. EventBridge sets the account of an event. There is no rule for any other route, nor where no account is named.
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

/** The statement of the bus's policy that takes rehearsals, from the accounts that are named; none if there are none. */
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
 * The pattern of the log of events, which takes rehearsals too where they can come. Where it has no room for them they are not
 * logged: the journal and the report have what counts of them.
 */
export function withRehearsals(pattern: string, accounts: string[]): string {
  if (accounts.length === 0) return pattern;
  const { $or } = JSON.parse(pattern);
  const both = JSON.stringify({ $or: [...$or, { source: [rehearsalSource] }] });
  return both.length <= largestPattern ? both : pattern;
}
