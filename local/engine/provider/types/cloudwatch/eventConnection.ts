import {
  CreateConnectionCommand,
  DeleteConnectionCommand,
  DescribeConnectionCommand,
  EventBridgeClient,
  UpdateConnectionCommand,
} from "@aws-sdk/client-eventbridge";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";

const parameters = { key: {}, value: {}, isValueSecret: { default: false } };

/** Only the kind of authorization that the product uses. */
export const eventConnection: Kind = {
  named: "name",
  inputs: {
    name: { replaces: true },
    description: {},
    authorizationType: { only: ["API_KEY"] },
    authParameters: {
      fields: {
        apiKey: { fields: { key: {}, value: {} } },
        invocationHttpParameters: {
          fields: {
            bodies: { fields: parameters },
            headers: { fields: parameters },
            queryStrings: { fields: parameters },
          },
        },
      },
    },
  },
  async create(inputs, aws) {
    await aws.client(EventBridgeClient).send(new CreateConnectionCommand(settings(inputs)));
    return inputs.name;
  },
  async read(id, aws, known) {
    const found = await aws.client(EventBridgeClient).send(new DescribeConnectionCommand({ Name: id }));
    // EventBridge never gives a secret value back, so the known values count as unchanged.
    const inputs = {
      name: found.Name,
      description: found.Description ?? known.description,
      authorizationType: found.AuthorizationType,
      authParameters: known.authParameters,
    };
    return { inputs, outputs: { arn: found.ConnectionArn, secretArn: found.SecretArn } };
  },
  update: (_, inputs, aws) => aws.client(EventBridgeClient).send(new UpdateConnectionCommand(settings(inputs))),
  delete: (id, aws) => aws.client(EventBridgeClient).send(new DeleteConnectionCommand({ Name: id })),
};

function settings({ name, description, authorizationType, authParameters }: Properties) {
  const { apiKey, invocationHttpParameters: more } = authParameters;
  const listed = (items: Properties[] | undefined) =>
    items?.map(({ key, value, isValueSecret }) => ({ Key: key, Value: value, IsValueSecret: isValueSecret }));
  return {
    Name: name,
    Description: description,
    AuthorizationType: authorizationType,
    AuthParameters: {
      ApiKeyAuthParameters: { ApiKeyName: apiKey.key, ApiKeyValue: apiKey.value },
      InvocationHttpParameters: more && {
        BodyParameters: listed(more.bodies),
        HeaderParameters: listed(more.headers),
        QueryStringParameters: listed(more.queryStrings),
      },
    },
  };
}
