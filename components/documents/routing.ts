import { notifiedTypes, resourceTypesBesides } from "../../runtime/findings/notifiedTypes";
import { type Details, eventPattern, type Lanes, largestPattern } from "../../runtime/findings/pattern";
import { sources } from "../../runtime/findings/sources";
import type { Route } from "../../runtime/model/response";
import { answeredTypes } from "../settings/answeredTypes";
import type { ResponseSettings } from "../settings/responses";
import { callsOf, endedAutomation, kindNamed } from "./sources";
import { undoing, undoingCallsOf } from "./undoingCalls";

/** Patterns by the suffix of their rule's name. */
export type Patterns = Record<string, string>;

/**
 * The EventBridge patterns of a route's findings, as each source defines them. The route without resource types takes
 * what the others leave: findings about everything else, including malformed ones, and severe findings.
 *
 * @param settings settings that change which finding types a route answers
 */
export function routeLanes(
  route: Route,
  catalogue: Route[],
  settings: Record<string, Partial<ResponseSettings>> = {},
): Lanes<Patterns> {
  const typesOf = (item: Route) => answeredTypes(item, settings[item.name]);
  const others = catalogue.filter((item) => item !== route);
  const takesRest = route.resourceTypes.length === 0;
  const rest = {
    claimed: [...new Set(others.flatMap((item) => item.resourceTypes))],
    answered: others.flatMap(typesOf),
    findingTypes: [...typesOf(route), ...notifiedTypes.flatMap((group) => group.types)],
  };
  const findingTypes = typesOf(route);
  const wanted = {
    resourceTypes: [...route.resourceTypes, ...resourceTypesBesides(route.name, findingTypes)],
    findingTypes,
  };
  const asked = sources.flatMap(({ patterns }) => (takesRest ? patterns?.rest(rest) : patterns?.wanted(wanted)) ?? []);
  const incidents = [...asked.flatMap((lanes) => lanes.incidents), ...(takesRest ? [] : followedBy(route))];
  return {
    incidents: packed("incidents", incidents),
    posture: packed(
      "posture",
      asked.flatMap((lanes) => lanes.posture),
    ),
  };
}

/** The pattern of the events of one custom action. It matches by ARN, because names are neither unique nor fixed. */
export function actionPattern(actionArn: string): string {
  return JSON.stringify({ ...eventPattern(kindNamed("action")), resources: [actionArn] });
}

/** The events of a response besides findings: calls that may undo it, and ends of its executions. */
function followedBy(route: Route): Details[] {
  return [
    ...undoingCallsOf(route).map((calls) => ({ [callsOf(calls.source)]: undoing(calls) })),
    ...(route.followsAutomation ? [{ automation: endedAutomation }] : []),
  ];
}

/**
 * Packs the patterns into as few as possible, named `name`, `name-2` and so on, because each needs a rule to pay for
 * and monitor.
 */
function packed(name: string, all: Details[]): Patterns {
  const wanted = all.flatMap((details) =>
    Object.entries(details).map(([kind, detail]) => eventPattern(kindNamed(kind), detail)),
  );
  const groups: object[][] = [];
  for (const event of wanted) {
    const roomy = groups.find((group) => together([...group, event]).length <= largestPattern);
    if (roomy) roomy.push(event);
    else groups.push([event]);
  }
  return Object.fromEntries(groups.map((group, at) => [at === 0 ? name : `${name}-${at + 1}`, together(group)]));
}

/** $or needs at least two members. */
const together = (group: object[]): string => JSON.stringify(group.length === 1 ? group[0] : { $or: group });
