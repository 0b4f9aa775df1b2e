import {
  CreateApiDestinationCommand,
  DeleteApiDestinationCommand,
  DescribeApiDestinationCommand,
  EventBridgeClient,
  UpdateApiDestinationCommand,
} from "@aws-sdk/client-eventbridge";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";

export const eventApiDestination: Kind = {
  named: "name",
  inputs: {
    name: { replaces: true },
    description: {},
    connectionArn: {},
    httpMethod: {},
    invocationEndpoint: {},
    invocationRateLimitPerSecond: { default: 300 },
  },
  async create(inputs, aws) {
    await aws.client(EventBridgeClient).send(new CreateApiDestinationCommand(settings(inputs)));
    return inputs.name;
  },
  async read(id, aws) {
    const found = await aws.client(EventBridgeClient).send(new DescribeApiDestinationCommand({ Name: id }));
    return {
      inputs: {
        name: found.Name,
        description: found.Description,
        connectionArn: found.ConnectionArn,
        httpMethod: found.HttpMethod,
        invocationEndpoint: found.InvocationEndpoint,
        invocationRateLimitPerSecond: found.InvocationRateLimitPerSecond,
      },
      outputs: { arn: found.ApiDestinationArn },
    };
  },
  update: (_, inputs, aws) => aws.client(EventBridgeClient).send(new UpdateApiDestinationCommand(settings(inputs))),
  delete: (id, aws) => aws.client(EventBridgeClient).send(new DeleteApiDestinationCommand({ Name: id })),
};

const settings = (inputs: Properties) => ({
  Name: inputs.name,
  Description: inputs.description,
  ConnectionArn: inputs.connectionArn,
  HttpMethod: inputs.httpMethod,
  InvocationEndpoint: inputs.invocationEndpoint,
  InvocationRateLimitPerSecond: inputs.invocationRateLimitPerSecond,
});
