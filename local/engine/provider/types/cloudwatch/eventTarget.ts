import {
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type Target,
} from "@aws-sdk/client-eventbridge";
import { camelKeys, pascalKeys } from "../../caseNames";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import type { Place } from "../../session";

export const eventTarget: Kind = {
  named: "targetId",
  inputs: {
    rule: { replaces: true },
    eventBusName: { replaces: true, default: "default" },
    targetId: { replaces: true },
    arn: {},
    roleArn: {},
    input: { json: true },
    inputPath: {},
    inputTransformer: { fields: { inputPaths: {}, inputTemplate: {} } },
    deadLetterConfig: { fields: { arn: {} } },
    retryPolicy: { fields: { maximumEventAgeInSeconds: {}, maximumRetryAttempts: {} } },
    sqsTarget: { fields: { messageGroupId: {} } },
    forceDestroy: { default: false },
  },
  async create(inputs, aws) {
    await put(inputs, aws);
    return `${inputs.eventBusName}/${inputs.rule}/${inputs.targetId}`;
  },
  async read(id, aws) {
    const { targetId, ...of } = parts(id);
    const found = await find(of.rule, of.eventBusName, targetId, aws);
    if (!found) return undefined;
    const transformer = found.InputTransformer;
    const inputs = {
      ...of,
      targetId,
      arn: found.Arn,
      roleArn: found.RoleArn,
      input: found.Input,
      inputPath: found.InputPath,
      inputTransformer: transformer && {
        inputPaths: transformer.InputPathsMap,
        inputTemplate: transformer.InputTemplate,
      },
      deadLetterConfig: camelKeys(found.DeadLetterConfig),
      retryPolicy: camelKeys(found.RetryPolicy),
      sqsTarget: camelKeys(found.SqsParameters),
    };
    return { inputs, outputs: {} };
  },
  update: (_, inputs, aws) => put(inputs, aws),
  async delete(id, aws, known) {
    const { rule: Rule, eventBusName: EventBusName, targetId } = parts(id);
    const command = new RemoveTargetsCommand({ Rule, EventBusName, Ids: [targetId], Force: known.forceDestroy });
    failed((await aws.client(EventBridgeClient).send(command)).FailedEntries);
  },
};

/** An id is `bus/rule/target`, where the bus may be an ARN. */
function parts(id: string): { eventBusName: string; rule: string; targetId: string } {
  const [targetId, rule, ...bus] = id.split("/").reverse();
  return { eventBusName: bus.reverse().join("/") || "default", rule: rule!, targetId: targetId! };
}

async function find(Rule: string, EventBusName: string, id: string, aws: Place): Promise<Target | undefined> {
  let NextToken: string | undefined;
  do {
    const command = new ListTargetsByRuleCommand({ Rule, EventBusName, NextToken });
    const page = await aws.client(EventBridgeClient).send(command);
    const found = page.Targets?.find((target) => target.Id === id);
    if (found) return found;
    NextToken = page.NextToken;
  } while (NextToken);
  return undefined;
}

async function put(inputs: Properties, aws: Place): Promise<void> {
  const transformer = inputs.inputTransformer;
  const target = {
    Id: inputs.targetId,
    Arn: inputs.arn,
    RoleArn: inputs.roleArn,
    Input: inputs.input,
    InputPath: inputs.inputPath,
    InputTransformer: transformer && {
      InputPathsMap: transformer.inputPaths,
      InputTemplate: transformer.inputTemplate,
    },
    DeadLetterConfig: pascalKeys(inputs.deadLetterConfig),
    RetryPolicy: pascalKeys(inputs.retryPolicy),
    SqsParameters: pascalKeys(inputs.sqsTarget),
  };
  const command = new PutTargetsCommand({ Rule: inputs.rule, EventBusName: inputs.eventBusName, Targets: [target] });
  failed((await aws.client(EventBridgeClient).send(command)).FailedEntries);
}

/** EventBridge returns success with a list of failures. */
function failed(entries: { TargetId?: string; ErrorCode?: string; ErrorMessage?: string }[] = []): void {
  const first = entries[0];
  if (first) throw new Error(`target ${first.TargetId}: ${first.ErrorCode}: ${first.ErrorMessage}`);
}
