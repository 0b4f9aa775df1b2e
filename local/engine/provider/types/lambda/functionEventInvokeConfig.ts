import {
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import type { Place } from "../../session";

const destination = { fields: { destination: {} } };

export const functionEventInvokeConfig: Kind = {
  inputs: {
    functionName: { replaces: true },
    qualifier: { replaces: true },
    maximumEventAgeInSeconds: {},
    maximumRetryAttempts: { default: 2 },
    destinationConfig: { fields: { onFailure: destination, onSuccess: destination } },
  },
  async create(inputs, aws) {
    await put(inputs, aws);
    return inputs.qualifier ? `${inputs.functionName}:${inputs.qualifier}` : inputs.functionName;
  },
  async read(_, aws, known) {
    const { functionName, qualifier } = known;
    const command = new GetFunctionEventInvokeConfigCommand({ FunctionName: functionName, Qualifier: qualifier });
    const found = await aws.client(LambdaClient).send(command);
    const { OnFailure, OnSuccess } = found.DestinationConfig ?? {};
    const destinationConfig = {
      ...(OnFailure?.Destination && { onFailure: { destination: OnFailure.Destination } }),
      ...(OnSuccess?.Destination && { onSuccess: { destination: OnSuccess.Destination } }),
    };
    return {
      inputs: {
        functionName,
        maximumEventAgeInSeconds: found.MaximumEventAgeInSeconds,
        maximumRetryAttempts: found.MaximumRetryAttempts,
        destinationConfig: Object.keys(destinationConfig).length > 0 ? destinationConfig : undefined,
      },
      outputs: {},
    };
  },
  update: (_, inputs, aws) => put(inputs, aws),
  delete: (_, aws, known) =>
    aws
      .client(LambdaClient)
      .send(
        new DeleteFunctionEventInvokeConfigCommand({ FunctionName: known.functionName, Qualifier: known.qualifier }),
      ),
};

/** Replaces the whole configuration; settings that are not given are turned off. */
async function put(inputs: Properties, aws: Place): Promise<void> {
  const { onFailure, onSuccess } = inputs.destinationConfig ?? {};
  await aws.client(LambdaClient).send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: inputs.functionName,
      Qualifier: inputs.qualifier,
      MaximumEventAgeInSeconds: inputs.maximumEventAgeInSeconds,
      MaximumRetryAttempts: inputs.maximumRetryAttempts,
      DestinationConfig: {
        ...(onFailure && { OnFailure: { Destination: onFailure.destination } }),
        ...(onSuccess && { OnSuccess: { Destination: onSuccess.destination } }),
      },
    }),
  );
}
