import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import { retag, tagList } from "../../tags";
import { eventTagging, eventTags } from "./eventTags";

export const eventRule: Kind = {
  named: "name",
  tagged: true,
  inputs: {
    name: { replaces: true },
    eventBusName: { replaces: true, default: "default" },
    description: {},
    eventPattern: { json: true },
    scheduleExpression: {},
    roleArn: {},
    state: { default: "ENABLED" },
    forceDestroy: { default: false },
  },
  async create(inputs, aws) {
    await aws.client(EventBridgeClient).send(new PutRuleCommand({ ...settings(inputs), Tags: tagList(inputs.tags) }));
    return inputs.eventBusName === "default" ? inputs.name : `${inputs.eventBusName}/${inputs.name}`;
  },
  async read(id, aws) {
    const found = await aws.client(EventBridgeClient).send(new DescribeRuleCommand(parts(id)));
    return {
      inputs: {
        name: found.Name,
        eventBusName: found.EventBusName ?? parts(id).EventBusName,
        description: found.Description,
        eventPattern: found.EventPattern,
        scheduleExpression: found.ScheduleExpression,
        roleArn: found.RoleArn,
        state: found.State,
        tags: await eventTags(found.Arn!, aws),
      },
      outputs: { arn: found.Arn },
    };
  },
  async update(_, inputs, aws, olds) {
    const answer = await aws.client(EventBridgeClient).send(new PutRuleCommand(settings(inputs)));
    await retag(olds, inputs, eventTagging(answer.RuleArn!, aws));
  },
  async delete(id, aws, known) {
    const events = aws.client(EventBridgeClient);
    const { Name, EventBusName } = parts(id);
    if (known.forceDestroy) {
      const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: Name, EventBusName }));
      const Ids = Targets.map((target) => target.Id!);
      if (Ids.length > 0) await events.send(new RemoveTargetsCommand({ Rule: Name, EventBusName, Ids, Force: true }));
    }
    await events.send(new DeleteRuleCommand({ Name, EventBusName, Force: known.forceDestroy }));
  },
};

/** An id is `rule` or `bus/rule`, where the bus may be an ARN. */
function parts(id: string): { Name: string; EventBusName: string } {
  const slash = id.lastIndexOf("/");
  return { Name: id.slice(slash + 1), EventBusName: slash < 0 ? "default" : id.slice(0, slash) };
}

const settings = (inputs: Properties) => ({
  Name: inputs.name,
  EventBusName: inputs.eventBusName,
  Description: inputs.description,
  EventPattern: inputs.eventPattern,
  ScheduleExpression: inputs.scheduleExpression,
  RoleArn: inputs.roleArn,
  State: inputs.state,
});
