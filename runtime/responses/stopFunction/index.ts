import { Lambda } from "@aws-sdk/client-lambda";
import { leftToPerson, type Refusal } from "../../model/refusal";
import type { Response } from "../../model/response";
import type { Target } from "../../model/target";
import { typeNames } from "../../resources";
import { functionTarget } from "../../resources/targets";
import { findingTypes } from "./findingTypes";
import { permissions } from "./permissions";
import { plan } from "./plan";
import { read, type StopClients } from "./read";
import { priorState, releasePlan } from "./release";
import { beyondReach, residualRisk } from "./residualRisk";
import { type FunctionPriorState, type FunctionState, isStopped, type StopSettings } from "./state";

/** Lets no invocation of a function begin, keeps its code as evidence, and restores exactly what was there. */
export const stopFunction: Response<FunctionState, FunctionPriorState, StopSettings, StopClients> = {
  name: "stop-function",
  words: { done: "function stopped", undone: "function runs again" },
  resourceTypes: typeNames("lambda-function"),
  kind: "lambda-function",
  findingTypes,
  customAction: {
    id: "StopFunctionSH",
    name: "Stop Function",
    description: "Firebreak lets no invocation of the function begin",
  },
  targets(finding) {
    const functions = finding.resources.filter((resource) => resource.kind === "lambda-function");
    if (functions.length === 0) return leftToPerson(`${finding.type} names no function`);
    return functions.map((resource) => functionTarget(resource, resource.id));
  },
  refuses,
  clients: (config) => ({ lambda: new Lambda(config) }),
  read,
  tags: (state) => state.tags,
  unread: (state) => state.unread,
  isPartly: isStopped,
  plan,
  residualRisk,
  beyondReach,
  priorState,
  releasePlan,
  evidence: (call, output) =>
    call.operation === "PublishVersion" ? [{ kind: "function-version", id: output.FunctionArn }] : [],
  evidenceIn: ({ arn, kept }) => (kept ? [{ kind: "function-version", id: `${arn}:${kept}` }] : []),
  permissions,
  // The names in CloudTrail have the version of the API: https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html
  undoneBy: {
    source: "aws.lambda",
    calls: ["DeleteFunctionConcurrency20171031", "PutFunctionConcurrency20171031", "UpdateEventSourceMapping20150331"],
    shared: [],
    regional: true,
  },
};

/** Known before any call: the product's own functions, and replicas of Lambda@Edge, which only CloudFront can change. */
function refuses({ id, arn }: Target, { ownFunctions = [] }: StopSettings): Refusal | undefined {
  if (ownFunctions.includes(arn)) {
    return leftToPerson(
      `function ${id} is one of Firebreak's own: Firebreak never stops it, so a person must check who changed or used it`,
    );
  }
  if (!id.includes(".")) return undefined;
  return leftToPerson(
    `${id} is a replica of Lambda@Edge, which only CloudFront can change: remove the original's version from the distribution`,
  );
}
