import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  type EventSourceMappingConfiguration,
  type EventSourcePosition,
  GetEventSourceMappingCommand,
  LambdaClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { camelKeys, pascalKeys } from "../../caseNames";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import type { Place } from "../../session";
import { retag } from "../../tags";
import { unless, waitFor } from "../../waiting";

export const eventSourceMapping: Kind = {
  tagged: true,
  inputs: {
    eventSourceArn: { replaces: true },
    startingPosition: { replaces: true },
    functionName: {},
    enabled: { default: true },
    batchSize: {},
    maximumBatchingWindowInSeconds: {},
    functionResponseTypes: { unordered: true },
    filterCriteria: { fields: { filters: { fields: { pattern: { json: true } } } } },
    scalingConfig: { fields: { maximumConcurrency: {} } },
    bisectBatchOnFunctionError: {},
    maximumRecordAgeInSeconds: {},
    maximumRetryAttempts: {},
    parallelizationFactor: {},
    tumblingWindowInSeconds: {},
    destinationConfig: { fields: { onFailure: { fields: { destinationArn: {} } } } },
  },
  async create(inputs, aws) {
    const { eventSourceArn: EventSourceArn, tags: Tags } = inputs;
    const StartingPosition = inputs.startingPosition as EventSourcePosition;
    const command = { ...settings(inputs), EventSourceArn, StartingPosition, Tags };
    return (await aws.client(LambdaClient).send(new CreateEventSourceMappingCommand(command))).UUID!;
  },
  finish: (id, inputs, aws) => settled(id, inputs.enabled, aws),
  async read(id, aws, known) {
    const found = await aws.client(LambdaClient).send(new GetEventSourceMappingCommand({ UUID: id }));
    // The program may use the name, but Lambda returns the ARN.
    const isSame = found.FunctionArn?.split(":").at(-1) === known.functionName;
    return {
      inputs: {
        functionName: isSame ? known.functionName : found.FunctionArn,
        eventSourceArn: found.EventSourceArn,
        enabled: found.State !== "Disabled" && found.State !== "Disabling",
        batchSize: found.BatchSize,
        maximumBatchingWindowInSeconds: found.MaximumBatchingWindowInSeconds,
        functionResponseTypes: found.FunctionResponseTypes?.length ? found.FunctionResponseTypes : undefined,
        filterCriteria: found.FilterCriteria?.Filters?.length ? camelKeys(found.FilterCriteria) : undefined,
        scalingConfig: found.ScalingConfig?.MaximumConcurrency ? camelKeys(found.ScalingConfig) : undefined,
        ...(found.StartingPosition && streamSettings(found)),
      },
      outputs: {
        arn: `arn:${aws.partition}:lambda:${aws.region}:${await aws.account()}:event-source-mapping:${id}`,
        uuid: id,
        functionArn: found.FunctionArn,
      },
    };
  },
  async update(id, inputs, aws, olds) {
    const lambda = aws.client(LambdaClient);
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID: id, ...unset(olds), ...settings(inputs) }));
    await settled(id, inputs.enabled, aws);
    const Resource = `arn:${aws.partition}:lambda:${aws.region}:${await aws.account()}:event-source-mapping:${id}`;
    await retag(olds, inputs, {
      set: (Tags) => lambda.send(new TagResourceCommand({ Resource, Tags })),
      remove: (TagKeys) => lambda.send(new UntagResourceCommand({ Resource, TagKeys })),
    });
  },
  async delete(id, aws) {
    await aws.client(LambdaClient).send(new DeleteEventSourceMappingCommand({ UUID: id }));
    await waitFor(`event source mapping ${id} is gone`, async () => ((await find(id, aws)) ? undefined : true));
  },
};

function streamSettings(found: EventSourceMappingConfiguration): Properties {
  const destinationArn = found.DestinationConfig?.OnFailure?.Destination;
  return {
    startingPosition: found.StartingPosition,
    bisectBatchOnFunctionError: found.BisectBatchOnFunctionError,
    maximumRecordAgeInSeconds: found.MaximumRecordAgeInSeconds,
    maximumRetryAttempts: found.MaximumRetryAttempts,
    parallelizationFactor: found.ParallelizationFactor,
    tumblingWindowInSeconds: found.TumblingWindowInSeconds,
    destinationConfig: destinationArn ? { onFailure: { destinationArn } } : undefined,
  };
}

function settings(inputs: Properties) {
  const given = {
    FunctionName: inputs.functionName,
    Enabled: inputs.enabled,
    BatchSize: inputs.batchSize,
    MaximumBatchingWindowInSeconds: inputs.maximumBatchingWindowInSeconds,
    FunctionResponseTypes: inputs.functionResponseTypes,
    FilterCriteria: pascalKeys(inputs.filterCriteria),
    ScalingConfig: pascalKeys(inputs.scalingConfig),
    BisectBatchOnFunctionError: inputs.bisectBatchOnFunctionError,
    MaximumRecordAgeInSeconds: inputs.maximumRecordAgeInSeconds,
    MaximumRetryAttempts: inputs.maximumRetryAttempts,
    ParallelizationFactor: inputs.parallelizationFactor,
    TumblingWindowInSeconds: inputs.tumblingWindowInSeconds,
    DestinationConfig: inputs.destinationConfig && {
      OnFailure: { Destination: inputs.destinationConfig.onFailure?.destinationArn },
    },
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as typeof given;
}

/** The values that turn off settings which the program no longer has. */
function unset(olds: Properties) {
  return {
    ...(olds.maximumBatchingWindowInSeconds && { MaximumBatchingWindowInSeconds: 0 }),
    ...(olds.functionResponseTypes && { FunctionResponseTypes: [] }),
    ...(olds.filterCriteria && { FilterCriteria: { Filters: [] } }),
    ...(olds.scalingConfig && { ScalingConfig: {} }),
    ...(olds.bisectBatchOnFunctionError && { BisectBatchOnFunctionError: false }),
    ...(olds.maximumRecordAgeInSeconds && { MaximumRecordAgeInSeconds: -1 }),
    ...(olds.maximumRetryAttempts !== undefined && { MaximumRetryAttempts: -1 }),
    ...(olds.parallelizationFactor && { ParallelizationFactor: 1 }),
    ...(olds.tumblingWindowInSeconds && { TumblingWindowInSeconds: 0 }),
    ...(olds.destinationConfig && { DestinationConfig: {} }),
  };
}

/** The mapping, or undefined if it is gone. */
function find(UUID: string, aws: Place) {
  const command = new GetEventSourceMappingCommand({ UUID });
  return unless(["ResourceNotFoundException"], aws.client(LambdaClient).send(command));
}

async function settled(id: string, enabled: boolean, aws: Place): Promise<void> {
  const wanted = enabled ? "Enabled" : "Disabled";
  await waitFor(`event source mapping ${id} is ${wanted}`, async () =>
    (await find(id, aws))?.State === wanted ? true : undefined,
  );
}
