import type { Route } from "../runtime/response";
import { endedAutomation, findingSources, freshInHub } from "./sources";

/**
 * The EventBridge patterns of the findings that come to a route, by source. Several responses may take a resource type; the
 * route without resource types takes what the others leave, malformed findings included.
 */
export function routePatterns(route: Route, catalogue: Route[]): Record<string, string> {
  const claimed = [...new Set(catalogue.flatMap((item) => item.resourceTypes))];
  const details = route.resourceTypes.length > 0 ? detailsOf(route.resourceTypes) : detailsOfRest(claimed);
  if (route.followsAutomation) details["automation"] = endedAutomation;
  const found = findingSources.filter(({ name }) => details[name]);
  return Object.fromEntries(
    found.map(({ name, source, detailType }) => [
      name,
      JSON.stringify({ source: [source], "detail-type": [detailType], detail: details[name] }),
    ]),
  );
}

/** The pattern of the events of one custom action. Its ARN decides: names are neither unique nor fixed. */
export function actionPattern(actionArn: string): string {
  const { source, detailType } = findingSources.find((item) => item.name === "action")!;
  return JSON.stringify({ source: [source], "detail-type": [detailType], resources: [actionArn] });
}

/** GuardDuty names types as Instance, Config and Security Hub V2 as AWS::EC2::Instance, Security Hub as AwsEc2Instance. */
function detailsOf(resourceTypes: string[]): Record<string, object | undefined> {
  const config = resourceTypes.filter((type) => type.startsWith("AWS::"));
  const hub = resourceTypes.filter((type) => type.startsWith("Aws"));
  const guardDuty = resourceTypes.filter((type) => !config.includes(type) && !hub.includes(type));
  return {
    ...(guardDuty.length > 0 && { guardduty: { resource: { resourceType: guardDuty } } }),
    ...(config.length > 0 && { config: { ...nonCompliant, resourceType: config } }),
    ...(hub.length > 0 && { hub: { findings: { ...freshInHub, Resources: { Type: hub } } } }),
    ...(config.length > 0 && { "hub-v2": { findings: { resources: { type: config } } } }),
  };
}

function detailsOfRest(claimed: string[]): Record<string, object | undefined> {
  const rest = [{ "anything-but": claimed }];
  const guardDuty = [{ resource: { resourceType: rest } }, { resource: { resourceType: [{ exists: false }] } }];
  const config = [{ resourceType: rest }, { resourceType: [{ exists: false }] }];
  return {
    guardduty: { $or: guardDuty },
    config: { ...nonCompliant, $or: config },
    // Security Hub re-sends every control of every account; what nobody contains is told only if it is severe.
    hub: { findings: { ...freshInHub, Severity: { Label: ["HIGH", "CRITICAL"] }, Resources: { Type: rest } } },
  };
}

/** Config tells every change of compliance; only this one is a finding. */
const nonCompliant = {
  messageType: ["ComplianceChangeNotification"],
  newEvaluationResult: { complianceType: ["NON_COMPLIANT"] },
};
