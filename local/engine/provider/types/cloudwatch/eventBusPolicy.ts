import {
  DescribeEventBusCommand,
  EventBridgeClient,
  PutPermissionCommand,
  RemovePermissionCommand,
} from "@aws-sdk/client-eventbridge";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import type { Place } from "../../session";

export const eventBusPolicy: Kind = {
  inputs: { eventBusName: { replaces: true, default: "default" }, policy: { json: true } },
  async create(inputs, aws) {
    await put(inputs, aws);
    return inputs.eventBusName;
  },
  async read(id, aws) {
    const { Policy } = await aws.client(EventBridgeClient).send(new DescribeEventBusCommand({ Name: id }));
    return Policy ? { inputs: { eventBusName: id, policy: Policy }, outputs: {} } : undefined;
  },
  update: (_, inputs, aws) => put(inputs, aws),
  delete: (id, aws) =>
    aws.client(EventBridgeClient).send(new RemovePermissionCommand({ EventBusName: id, RemoveAllPermissions: true })),
};

/** The document replaces the whole policy of the bus. */
async function put(inputs: Properties, aws: Place): Promise<void> {
  const { eventBusName: EventBusName, policy: Policy } = inputs;
  await aws.client(EventBridgeClient).send(new PutPermissionCommand({ EventBusName, Policy }));
}
