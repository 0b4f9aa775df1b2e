import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  type GlobalSecondaryIndex,
  type GlobalSecondaryIndexDescription,
  ListTagsOfResourceCommand,
  type TableDescription,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  type UpdateTableCommandInput,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { differences, same } from "../../compare";
import type { Inputs, Kind } from "../../kind";
import type { Properties } from "../../properties";
import type { Place } from "../../session";
import { retag, tagList, tagMap } from "../../tags";
import { unless, waitFor } from "../../waiting";

const inputsOfTable: Inputs = {
  name: { replaces: true },
  hashKey: { replaces: true },
  rangeKey: { replaces: true },
  attributes: { unordered: true, fields: { name: {}, type: {} } },
  billingMode: { default: "PROVISIONED" },
  readCapacity: {},
  writeCapacity: {},
  globalSecondaryIndexes: {
    unordered: true,
    fields: {
      name: {},
      hashKey: {},
      rangeKey: {},
      projectionType: {},
      nonKeyAttributes: { unordered: true },
      readCapacity: {},
      writeCapacity: {},
    },
  },
  streamEnabled: {},
  streamViewType: {},
  serverSideEncryption: { fields: { enabled: {}, kmsKeyArn: {} } },
  pointInTimeRecovery: { fields: { enabled: {}, recoveryPeriodInDays: {} } },
  ttl: { fields: { enabled: {}, attributeName: {} } },
  deletionProtectionEnabled: { default: false },
  tableClass: {},
};

export const table: Kind = {
  named: "name",
  tagged: true,
  inputs: inputsOfTable,
  async create(inputs, aws) {
    await aws.client(DynamoDBClient).send(
      new CreateTableCommand({
        TableName: inputs.name,
        KeySchema: keySchema(inputs),
        AttributeDefinitions: definitions(inputs),
        BillingMode: inputs.billingMode,
        ProvisionedThroughput: throughput(inputs, inputs),
        GlobalSecondaryIndexes: inputs.globalSecondaryIndexes?.map((index: Properties) => indexOf(index, inputs)),
        StreamSpecification: stream(inputs),
        SSESpecification: encryption(inputs),
        DeletionProtectionEnabled: inputs.deletionProtectionEnabled,
        TableClass: inputs.tableClass,
        Tags: tagList(inputs.tags),
      }),
    );
    return inputs.name;
  },
  async finish(id, inputs, aws) {
    await settled(id, aws);
    if (inputs.pointInTimeRecovery?.enabled) await setRecovery(id, inputs, aws);
    if (inputs.ttl?.enabled) await setTtl(id, inputs.ttl, aws);
  },
  async read(id, aws) {
    const dynamo = aws.client(DynamoDBClient);
    const found = (await dynamo.send(new DescribeTableCommand({ TableName: id }))).Table!;
    const { Tags } = await dynamo.send(new ListTagsOfResourceCommand({ ResourceArn: found.TableArn }));
    return {
      inputs: {
        ...settingsOf(found),
        pointInTimeRecovery: await recoveryOf(id, aws),
        ttl: await ttlOf(id, aws),
        tags: tagMap(Tags),
      },
      outputs: { arn: found.TableArn, streamArn: found.LatestStreamArn, streamLabel: found.LatestStreamLabel },
    };
  },
  async update(id, inputs, aws, olds) {
    const changed = differences(inputsOfTable, olds, inputs);
    const change = async (input: Omit<UpdateTableCommandInput, "TableName">) => {
      await aws.client(DynamoDBClient).send(new UpdateTableCommand({ TableName: id, ...input }));
      await settled(id, aws);
    };
    // DynamoDB accepts only one kind of change at a time.
    if (["billingMode", "readCapacity", "writeCapacity"].some((key) => changed.includes(key))) {
      await change({ BillingMode: inputs.billingMode, ProvisionedThroughput: throughput(inputs, inputs) });
    }
    if (changed.includes("streamEnabled") || changed.includes("streamViewType")) {
      await change({ StreamSpecification: stream(inputs) ?? { StreamEnabled: false } });
    }
    if (changed.includes("serverSideEncryption")) {
      await change({ SSESpecification: encryption(inputs) ?? { Enabled: false } });
    }
    if (changed.includes("deletionProtectionEnabled")) {
      await change({ DeletionProtectionEnabled: inputs.deletionProtectionEnabled });
    }
    if (changed.includes("tableClass")) await change({ TableClass: inputs.tableClass ?? "STANDARD" });
    if (changed.includes("globalSecondaryIndexes")) await changeIndexes(olds, inputs, change);
    if (changed.includes("pointInTimeRecovery")) await setRecovery(id, inputs, aws);
    if (changed.includes("ttl")) await setTtl(id, inputs.ttl ?? { ...olds.ttl, enabled: false }, aws);
    const ResourceArn = `arn:${aws.partition}:dynamodb:${aws.region}:${await aws.account()}:table/${id}`;
    await retag(olds, inputs, {
      set: (tags) => aws.client(DynamoDBClient).send(new TagResourceCommand({ ResourceArn, Tags: tagList(tags) })),
      remove: (TagKeys) => aws.client(DynamoDBClient).send(new UntagResourceCommand({ ResourceArn, TagKeys })),
    });
  },
  async delete(id, aws) {
    await aws.client(DynamoDBClient).send(new DeleteTableCommand({ TableName: id }));
    await waitFor(`table ${id} is gone`, async () => {
      const command = new DescribeTableCommand({ TableName: id });
      return (await unless(["ResourceNotFoundException"], aws.client(DynamoDBClient).send(command))) ? undefined : true;
    });
  },
};

function settingsOf(found: TableDescription): Properties {
  const billingMode = found.BillingModeSummary?.BillingMode ?? "PROVISIONED";
  const provisioned = billingMode === "PROVISIONED";
  const indexes = found.GlobalSecondaryIndexes?.map((index) => indexFrom(index, provisioned));
  return {
    name: found.TableName,
    hashKey: keyOf(found.KeySchema, "HASH"),
    rangeKey: keyOf(found.KeySchema, "RANGE"),
    attributes: found.AttributeDefinitions?.map((item) => ({ name: item.AttributeName, type: item.AttributeType })),
    billingMode,
    ...(provisioned && capacityOf(found.ProvisionedThroughput)),
    globalSecondaryIndexes: indexes?.length ? indexes : undefined,
    streamEnabled: found.StreamSpecification?.StreamEnabled ?? false,
    streamViewType: found.StreamSpecification?.StreamViewType,
    serverSideEncryption: {
      enabled: found.SSEDescription?.Status === "ENABLED" || found.SSEDescription?.Status === "UPDATING",
      kmsKeyArn: found.SSEDescription?.KMSMasterKeyArn,
    },
    deletionProtectionEnabled: found.DeletionProtectionEnabled ?? false,
    tableClass: found.TableClassSummary?.TableClass ?? "STANDARD",
  };
}

function keySchema(inputs: Properties) {
  return [
    { AttributeName: inputs.hashKey as string, KeyType: "HASH" as const },
    ...(inputs.rangeKey ? [{ AttributeName: inputs.rangeKey as string, KeyType: "RANGE" as const }] : []),
  ];
}

const keyOf = (schema: { AttributeName?: string; KeyType?: string }[] = [], type: string) =>
  schema.find((key) => key.KeyType === type)?.AttributeName;

const definitions = (inputs: Properties) =>
  inputs.attributes.map((attribute: Properties) => ({ AttributeName: attribute.name, AttributeType: attribute.type }));

/** Capacity belongs to provisioned tables only. */
function throughput(inputs: Properties, from: Properties) {
  if (inputs.billingMode !== "PROVISIONED") return undefined;
  return { ReadCapacityUnits: from.readCapacity ?? 1, WriteCapacityUnits: from.writeCapacity ?? 1 };
}

const capacityOf = (found: { ReadCapacityUnits?: number; WriteCapacityUnits?: number } = {}) => ({
  readCapacity: found.ReadCapacityUnits,
  writeCapacity: found.WriteCapacityUnits,
});

function indexOf(index: Properties, inputs: Properties): GlobalSecondaryIndex {
  return {
    IndexName: index.name,
    KeySchema: keySchema(index),
    Projection: { ProjectionType: index.projectionType, NonKeyAttributes: index.nonKeyAttributes },
    ProvisionedThroughput: throughput(inputs, index),
  };
}

function indexFrom(index: GlobalSecondaryIndexDescription, provisioned: boolean): Properties {
  const nonKey = index.Projection?.NonKeyAttributes;
  return {
    name: index.IndexName,
    hashKey: keyOf(index.KeySchema, "HASH"),
    rangeKey: keyOf(index.KeySchema, "RANGE"),
    projectionType: index.Projection?.ProjectionType,
    nonKeyAttributes: nonKey?.length ? nonKey : undefined,
    ...(provisioned && capacityOf(index.ProvisionedThroughput)),
  };
}

function stream(inputs: Properties) {
  return inputs.streamEnabled ? { StreamEnabled: true, StreamViewType: inputs.streamViewType } : undefined;
}

function encryption(inputs: Properties) {
  const { serverSideEncryption: settings } = inputs;
  if (!settings?.enabled) return undefined;
  return { Enabled: true, SSEType: "KMS" as const, KMSMasterKeyId: settings.kmsKeyArn };
}

/** Deletes removed and changed indexes and creates the new ones, one after the other. */
async function changeIndexes(
  olds: Properties,
  inputs: Properties,
  change: (input: Omit<UpdateTableCommandInput, "TableName">) => Promise<void>,
): Promise<void> {
  const before: Properties[] = olds.globalSecondaryIndexes ?? [];
  const after: Properties[] = inputs.globalSecondaryIndexes ?? [];
  const isIn = (index: Properties, list: Properties[]) => list.some((other) => same(index, other));
  for (const { name: IndexName } of before.filter((index) => !isIn(index, after))) {
    await change({
      AttributeDefinitions: definitions(inputs),
      GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }],
    });
  }
  for (const index of after.filter((candidate) => !isIn(candidate, before))) {
    const Create = indexOf(index, inputs) as Required<GlobalSecondaryIndex>;
    await change({ AttributeDefinitions: definitions(inputs), GlobalSecondaryIndexUpdates: [{ Create }] });
  }
}

async function setRecovery(TableName: string, inputs: Properties, aws: Place): Promise<void> {
  const { enabled = false, recoveryPeriodInDays } = inputs.pointInTimeRecovery ?? {};
  const PointInTimeRecoverySpecification = {
    PointInTimeRecoveryEnabled: enabled,
    ...(enabled && { RecoveryPeriodInDays: recoveryPeriodInDays }),
  };
  const command = new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification });
  await aws.client(DynamoDBClient).send(command);
}

async function recoveryOf(TableName: string, aws: Place): Promise<Properties> {
  const answer = await aws.client(DynamoDBClient).send(new DescribeContinuousBackupsCommand({ TableName }));
  const found = answer.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  return {
    enabled: found?.PointInTimeRecoveryStatus === "ENABLED",
    ...(found?.RecoveryPeriodInDays && { recoveryPeriodInDays: found.RecoveryPeriodInDays }),
  };
}

async function setTtl(TableName: string, ttl: Properties, aws: Place): Promise<void> {
  const TimeToLiveSpecification = { AttributeName: ttl.attributeName, Enabled: ttl.enabled ?? false };
  const command = new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification });
  await aws.client(DynamoDBClient).send(command);
}

async function ttlOf(TableName: string, aws: Place): Promise<Properties> {
  const answer = await aws.client(DynamoDBClient).send(new DescribeTimeToLiveCommand({ TableName }));
  const found = answer.TimeToLiveDescription;
  const enabled = found?.TimeToLiveStatus === "ENABLED" || found?.TimeToLiveStatus === "ENABLING";
  return { enabled, ...(found?.AttributeName && { attributeName: found.AttributeName }) };
}

/** Waits until the table and its indexes accept changes again. */
async function settled(TableName: string, aws: Place): Promise<void> {
  await waitFor(`table ${TableName} is active`, async () => {
    const found = (await aws.client(DynamoDBClient).send(new DescribeTableCommand({ TableName }))).Table!;
    const indexes = found.GlobalSecondaryIndexes ?? [];
    const isReady = found.TableStatus === "ACTIVE" && indexes.every((index) => index.IndexStatus === "ACTIVE");
    return isReady ? true : undefined;
  });
}
