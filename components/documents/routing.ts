import { evaluatedTypes } from "../../runtime/findings/config/ruleResources";
import { notifiedTypes } from "../../runtime/findings/notifiedTypes";
import type { Route } from "../../runtime/model/response";
import { resourceTypes } from "../../runtime/resources";
import type { ResponseSettings } from "../settings/responses";
import { failedControls, guardDutyInHub, otherControls, restInHub, restInHubV2, severe } from "./hubPatterns";
import {
  callsOf,
  endedAutomation,
  eventKinds,
  findingSources,
  largestPattern,
  nonCompliant,
  threatsFound,
} from "./sources";
import { undoing, undoingCallsOf } from "./undoingCalls";

/** Patterns by the suffix of their rule's name. */
export type Patterns = Record<string, string>;

/**
 * The events of a route, in two lanes with a queue each: incidents (an actor does something) and posture (a resource is
 * configured badly). Posture events are far more frequent, and incidents must not wait behind them.
 */
export interface Lanes {
  incidents: Patterns;
  posture: Patterns;
}

/** The required `detail` of an event, by the name of its source. */
type Details = Record<string, object>;

/**
 * The EventBridge patterns of a route's findings. They match what the route handles: GuardDuty by resource type,
 * because all its finding types are recorded; Security Hub by product and control; AWS Config by resource type, because
 * an account may give a managed rule any name (`runtime/findings/config/lookUpRule.ts`). The route without resource
 * types takes what the others leave: GuardDuty findings about everything else, including malformed ones, and severe
 * findings.
 *
 * @param settings settings whose finding types replace a route's own
 */
export function routeLanes(
  route: Route,
  catalogue: Route[],
  settings: Record<string, Pick<ResponseSettings, "findingTypes">> = {},
): Lanes {
  const typesOf = (item: Route) => settings[item.name]?.findingTypes ?? item.findingTypes;
  const others = catalogue.filter((item) => item !== route);
  const rest = route.resourceTypes.length === 0;
  const types = rest ? [...typesOf(route), ...notifiedTypes.flatMap((group) => group.types)] : typesOf(route);
  const claimed = [...new Set(others.flatMap((item) => item.resourceTypes))];
  const answered = controlsOf([...others.flatMap(typesOf)]);
  const lanes = rest
    ? { incidents: restIncidents(claimed), posture: restPosture(claimed, types, answered) }
    : { incidents: incidentsOf(route), posture: postureOf(route, types) };
  return { incidents: packed("incidents", lanes.incidents), posture: packed("posture", lanes.posture) };
}

/** The pattern of the events of one custom action. It matches by ARN, because names are neither unique nor fixed. */
export function actionPattern(actionArn: string): string {
  const { source, detailType } = findingSources.find((item) => item.name === "action")!;
  return JSON.stringify({ source: [source], "detail-type": [detailType], resources: [actionArn] });
}

/** Types such as AWS::EC2::Instance and AwsEc2Instance; GuardDuty uses other names. */
const isHubType = (type: string) => type.startsWith("AWS::") || type.startsWith("Aws");
const configNames = resourceTypes.flatMap(({ names }) => names.config);

const control = "SecurityHub:Control/";
const controlsOf = (types: string[]): string[] => [
  ...new Set(types.filter((type) => type.startsWith(control)).map((type) => type.slice(control.length))),
];

function incidentsOf(route: Route): Details[] {
  const calls = undoingCallsOf(route);
  const hub = route.resourceTypes.filter(isHubType);
  const guardDuty = route.resourceTypes.filter((type) => !isHubType(type));
  return [
    ...(guardDuty.length > 0 ? [{ guardduty: { resource: { resourceType: guardDuty } } }] : []),
    // A copy of a GuardDuty finding goes only to a route that takes the original.
    ...(guardDuty.length > 0 && hub.length > 0 ? separately(guardDutyInHub(hub)) : []),
    ...(calls ? [{ [callsOf(calls.source)]: undoing(calls) }] : []),
    ...(route.followsAutomation ? [{ automation: endedAutomation }] : []),
  ];
}

function postureOf(route: Route, types: string[]): Details[] {
  const controls = controlsOf(types);
  const own = route.resourceTypes.filter((type) => configNames.includes(type) || type.startsWith("AWS::"));
  const evaluated = evaluatedTypes(types, own);
  return [
    ...(evaluated.length > 0 ? [{ config: { ...nonCompliant, resourceType: evaluated } }] : []),
    ...controlDetails(controls),
  ];
}

function restIncidents(claimed: string[]): Details[] {
  const rest = [{ "anything-but": claimed.filter((type) => !isHubType(type)) }];
  const guardDuty = [{ resource: { resourceType: rest } }, { resource: { resourceType: [{ exists: false }] } }];
  const hub = claimed.filter(isHubType);
  return [
    { guardduty: { $or: guardDuty } },
    { scan: threatsFound },
    ...severe.flatMap((how) => separately(fitting((types) => restInHub(types, how), hub))),
  ];
}

function restPosture(claimed: string[], types: string[], answered: string[]): Details[] {
  const all = [...answered, ...controlsOf(types)];
  const evaluated = evaluatedTypes(types, []);
  return [
    ...(evaluated.length > 0 ? [{ config: { ...nonCompliant, resourceType: evaluated } }] : []),
    ...controlDetails(controlsOf(types)),
    ...severe.flatMap((how) => [
      ...separately(fitting((controls) => otherControls(controls, how), all)),
      // GuardDuty findings here are copies; the rest are controls and exposures.
      ...separately(
        fitting((controls) => fitting((types) => restInHubV2(types, controls, how), claimed.filter(isHubType)), all),
      ),
    ]),
  ];
}

/** The list of controls may not fit into one pattern. */
const controlsInOne = 20;
function controlDetails(controls: string[]): Details[] {
  const parts = Array.from({ length: Math.ceil(controls.length / controlsInOne) }, (_, part) =>
    controls.slice(part * controlsInOne, (part + 1) * controlsInOne),
  );
  return parts.flatMap((part) => separately(failedControls(part)));
}

/** Leaves the list of the other routes out if it is too long; `targetsFor` skips their findings as well. */
function fitting(make: (others: string[]) => Details, others: string[]): Details {
  const made = make(others);
  const fits = Object.entries(made).every(
    ([kind, detail]) => JSON.stringify(one(kind, detail)).length <= largestPattern,
  );
  return fits ? made : make([]);
}

const separately = (details: Details): Details[] =>
  Object.entries(details).map(([name, detail]) => ({ [name]: detail }));

/**
 * Packs the patterns into as few as possible, named `name`, `name-2` and so on, because each needs a rule to pay for
 * and monitor.
 */
function packed(name: string, all: Details[]): Patterns {
  const wanted = all.flatMap((details) => Object.entries(details).map(([kind, detail]) => one(kind, detail)));
  const groups: object[][] = [];
  for (const event of wanted) {
    const roomy = groups.find((group) => together([...group, event]).length <= largestPattern);
    if (roomy) roomy.push(event);
    else groups.push([event]);
  }
  return Object.fromEntries(groups.map((group, at) => [at === 0 ? name : `${name}-${at + 1}`, together(group)]));
}

function one(kind: string, detail: object): object {
  const { source, detailType } = eventKinds.find((item) => item.name === kind)!;
  return { source: [source], "detail-type": [detailType], detail };
}

/** $or needs at least two members. */
const together = (group: object[]): string => JSON.stringify(group.length === 1 ? group[0] : { $or: group });
