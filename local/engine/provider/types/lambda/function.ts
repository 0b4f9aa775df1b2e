import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  type FunctionConfiguration,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { zipOf } from "../../archive";
import { camelKeys, pascalKeys } from "../../caseNames";
import { differences } from "../../compare";
import type { Inputs, Kind } from "../../kind";
import type { Properties } from "../../properties";
import type { Place } from "../../session";
import { retag } from "../../tags";
import { unless, waitFor } from "../../waiting";

/** No reserved concurrency. */
const unreserved = -1;

const inputsOfFunction: Inputs = {
  name: { replaces: true },
  packageType: { replaces: true, default: "Zip", only: ["Zip"] },
  code: {},
  architectures: {},
  role: {},
  handler: {},
  runtime: {},
  description: {},
  timeout: { default: 3 },
  memorySize: { default: 128 },
  ephemeralStorage: { fields: { size: {} } },
  environment: { fields: { variables: {} } },
  kmsKeyArn: {},
  layers: {},
  loggingConfig: { fields: { logFormat: {}, logGroup: {}, applicationLogLevel: {}, systemLogLevel: {} } },
  tracingConfig: { fields: { mode: {} } },
  deadLetterConfig: { fields: { targetArn: {} } },
  reservedConcurrentExecutions: { default: unreserved },
  publish: { default: false, only: [false] },
  skipDestroy: { default: false, only: [false] },
};

export const function_: Kind = {
  named: "name",
  tagged: true,
  inputs: inputsOfFunction,
  async create(inputs, aws) {
    const ZipFile = zipOf(inputs.code);
    const Architectures = inputs.architectures;
    const command = { ...configuration(inputs), Architectures, Tags: inputs.tags, Code: { ZipFile } };
    await aws.client(LambdaClient).send(new CreateFunctionCommand(command));
    return inputs.name;
  },
  async finish(id, inputs, aws) {
    await settled(id, aws);
    if (inputs.reservedConcurrentExecutions !== unreserved) await setConcurrency(id, inputs, aws);
  },
  async read(id, aws) {
    const answer = await aws.client(LambdaClient).send(new GetFunctionCommand({ FunctionName: id }));
    const { Configuration: found, Tags: tags, Concurrency } = answer;
    const arn = found!.FunctionArn!;
    return {
      inputs: {
        ...settingsOf(found!),
        reservedConcurrentExecutions: Concurrency?.ReservedConcurrentExecutions ?? unreserved,
        tags: tags && Object.keys(tags).length > 0 ? tags : undefined,
      },
      outputs: {
        arn,
        invokeArn: `arn:${aws.partition}:apigateway:${aws.region}:lambda:path/2015-03-31/functions/${arn}/invocations`,
        qualifiedArn: `${arn}:${found!.Version}`,
        version: found!.Version,
        codeSha256: found!.CodeSha256,
        sourceCodeSize: found!.CodeSize,
        lastModified: found!.LastModified,
      },
    };
  },
  async update(id, inputs, aws, olds) {
    const lambda = aws.client(LambdaClient);
    const changed = differences(inputsOfFunction, olds, inputs);
    if (changed.includes("code") || changed.includes("architectures")) {
      const ZipFile = zipOf(inputs.code);
      // Without architectures Lambda keeps the current ones.
      const Architectures = inputs.architectures ?? ["x86_64"];
      await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: id, ZipFile, Architectures }));
      await settled(id, aws);
    }
    await lambda.send(new UpdateFunctionConfigurationCommand({ ...unset(olds), ...configuration(inputs) }));
    await settled(id, aws);
    if (changed.includes("reservedConcurrentExecutions")) await setConcurrency(id, inputs, aws);
    const Resource = `arn:${aws.partition}:lambda:${aws.region}:${await aws.account()}:function:${id}`;
    await retag(olds, inputs, {
      set: (Tags) => lambda.send(new TagResourceCommand({ Resource, Tags })),
      remove: (TagKeys) => lambda.send(new UntagResourceCommand({ Resource, TagKeys })),
    });
  },
  async delete(id, aws) {
    const lambda = aws.client(LambdaClient);
    await lambda.send(new DeleteFunctionCommand({ FunctionName: id }));
    await waitFor(`function ${id} is gone`, async () => {
      const there = await unless(
        ["ResourceNotFoundException"],
        lambda.send(new GetFunctionCommand({ FunctionName: id })),
      );
      return there ? undefined : true;
    });
  },
};

function configuration(inputs: Properties) {
  const given = {
    FunctionName: inputs.name,
    Role: inputs.role,
    Handler: inputs.handler,
    Runtime: inputs.runtime,
    Description: inputs.description,
    Timeout: inputs.timeout,
    MemorySize: inputs.memorySize,
    EphemeralStorage: pascalKeys(inputs.ephemeralStorage),
    Environment: inputs.environment && { Variables: inputs.environment.variables },
    KMSKeyArn: inputs.kmsKeyArn,
    Layers: inputs.layers,
    LoggingConfig: pascalKeys(inputs.loggingConfig),
    TracingConfig: pascalKeys(inputs.tracingConfig),
    DeadLetterConfig: pascalKeys(inputs.deadLetterConfig),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as typeof given;
}

/** The values that turn off settings which the program no longer has. */
function unset(olds: Properties) {
  return {
    ...(olds.description !== undefined && { Description: "" }),
    ...(olds.ephemeralStorage && { EphemeralStorage: { Size: 512 } }),
    ...(olds.environment && { Environment: { Variables: {} } }),
    ...(olds.kmsKeyArn && { KMSKeyArn: "" }),
    ...(olds.layers && { Layers: [] }),
    ...(olds.loggingConfig && {
      LoggingConfig: { LogFormat: "Text" as const, LogGroup: `/aws/lambda/${olds.name}` },
    }),
    ...(olds.tracingConfig && { TracingConfig: { Mode: "PassThrough" as const } }),
    ...(olds.deadLetterConfig && { DeadLetterConfig: { TargetArn: "" } }),
  };
}

function settingsOf(found: FunctionConfiguration): Properties {
  const variables = found.Environment?.Variables;
  return {
    name: found.FunctionName,
    packageType: found.PackageType,
    role: found.Role,
    handler: found.Handler,
    runtime: found.Runtime,
    description: found.Description || undefined,
    timeout: found.Timeout,
    memorySize: found.MemorySize,
    architectures: found.Architectures,
    ephemeralStorage: camelKeys(found.EphemeralStorage),
    environment: variables && Object.keys(variables).length > 0 ? { variables } : undefined,
    kmsKeyArn: found.KMSKeyArn || undefined,
    layers: found.Layers?.length ? found.Layers.map((layer) => layer.Arn) : undefined,
    loggingConfig: camelKeys(found.LoggingConfig),
    tracingConfig: camelKeys(found.TracingConfig),
    deadLetterConfig: found.DeadLetterConfig?.TargetArn ? { targetArn: found.DeadLetterConfig.TargetArn } : undefined,
  };
}

async function setConcurrency(FunctionName: string, inputs: Properties, aws: Place): Promise<void> {
  const lambda = aws.client(LambdaClient);
  const ReservedConcurrentExecutions = inputs.reservedConcurrentExecutions;
  if (ReservedConcurrentExecutions === unreserved) {
    await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  } else {
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
  }
}

/** Waits until a function can be called and changed. See https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html */
async function settled(FunctionName: string, aws: Place): Promise<void> {
  await waitFor(`function ${FunctionName} is active`, async () => {
    const found = await aws.client(LambdaClient).send(new GetFunctionConfigurationCommand({ FunctionName }));
    if (found.State === "Failed") throw new Error(`function ${FunctionName} failed: ${found.StateReason}`);
    if (found.LastUpdateStatus === "Failed") {
      throw new Error(`the update of function ${FunctionName} failed: ${found.LastUpdateStatusReason}`);
    }
    return found.State === "Active" && found.LastUpdateStatus !== "InProgress" ? true : undefined;
  });
}
