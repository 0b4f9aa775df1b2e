import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type GlobalSecondaryIndexDescription,
  type KeySchemaElement,
  ListTagsOfResourceCommand,
  type TableDescription,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  type UpdateTableCommandInput,
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
  billingMode: { only: ["PAY_PER_REQUEST"] },
  globalSecondaryIndexes: {
    unordered: true,
    fields: { name: {}, hashKey: {}, rangeKey: {}, projectionType: {} },
  },
  pointInTimeRecovery: { fields: { enabled: {} } },
  deletionProtectionEnabled: { default: false },
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
        GlobalSecondaryIndexes: inputs.globalSecondaryIndexes?.map(indexOf),
        DeletionProtectionEnabled: inputs.deletionProtectionEnabled,
        Tags: tagList(inputs.tags),
      }),
    );
    return inputs.name;
  },
  async finish(id, inputs, aws) {
    await settled(id, aws);
    if (inputs.pointInTimeRecovery?.enabled) await setRecovery(id, inputs, aws);
  },
  async read(id, aws) {
    const dynamo = aws.client(DynamoDBClient);
    const found = (await dynamo.send(new DescribeTableCommand({ TableName: id }))).Table!;
    const { Tags } = await dynamo.send(new ListTagsOfResourceCommand({ ResourceArn: found.TableArn }));
    return {
      inputs: { ...settingsOf(found), pointInTimeRecovery: await recoveryOf(id, aws), tags: tagMap(Tags) },
      outputs: { arn: found.TableArn },
    };
  },
  async update(id, inputs, aws, olds) {
    const changed = differences(inputsOfTable, olds, inputs);
    const change = async (input: Omit<UpdateTableCommandInput, "TableName">) => {
      await aws.client(DynamoDBClient).send(new UpdateTableCommand({ TableName: id, ...input }));
      await settled(id, aws);
    };
    // DynamoDB accepts only one kind of change at a time.
    if (changed.includes("deletionProtectionEnabled")) {
      await change({ DeletionProtectionEnabled: inputs.deletionProtectionEnabled });
    }
    if (changed.includes("globalSecondaryIndexes")) await changeIndexes(olds, inputs, change);
    if (changed.includes("pointInTimeRecovery")) await setRecovery(id, inputs, aws);
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
  const indexes = found.GlobalSecondaryIndexes?.map(indexFrom);
  return {
    name: found.TableName,
    ...keysFrom(found.KeySchema),
    attributes: found.AttributeDefinitions?.map((item) => ({ name: item.AttributeName, type: item.AttributeType })),
    billingMode: found.BillingModeSummary?.BillingMode,
    globalSecondaryIndexes: indexes?.length ? indexes : undefined,
    deletionProtectionEnabled: found.DeletionProtectionEnabled ?? false,
  };
}

function keySchema(inputs: Properties) {
  return [
    { AttributeName: inputs.hashKey as string, KeyType: "HASH" as const },
    ...(inputs.rangeKey ? [{ AttributeName: inputs.rangeKey as string, KeyType: "RANGE" as const }] : []),
  ];
}

function keysFrom(schema: KeySchemaElement[] = []): Properties {
  const keyOf = (type: string) => schema.find((key) => key.KeyType === type)?.AttributeName;
  return { hashKey: keyOf("HASH"), rangeKey: keyOf("RANGE") };
}

const definitions = (inputs: Properties) =>
  inputs.attributes.map((attribute: Properties) => ({ AttributeName: attribute.name, AttributeType: attribute.type }));

const indexOf = (index: Properties) => ({
  IndexName: index.name,
  KeySchema: keySchema(index),
  Projection: { ProjectionType: index.projectionType },
});

const indexFrom = (index: GlobalSecondaryIndexDescription) => ({
  name: index.IndexName,
  ...keysFrom(index.KeySchema),
  projectionType: index.Projection?.ProjectionType,
});

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
    await change({
      AttributeDefinitions: definitions(inputs),
      GlobalSecondaryIndexUpdates: [{ Create: indexOf(index) }],
    });
  }
}

async function setRecovery(TableName: string, inputs: Properties, aws: Place): Promise<void> {
  const PointInTimeRecoverySpecification = {
    PointInTimeRecoveryEnabled: inputs.pointInTimeRecovery?.enabled ?? false,
  };
  const command = new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification });
  await aws.client(DynamoDBClient).send(command);
}

async function recoveryOf(TableName: string, aws: Place): Promise<Properties> {
  const answer = await aws.client(DynamoDBClient).send(new DescribeContinuousBackupsCommand({ TableName }));
  const found = answer.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  return { enabled: found?.PointInTimeRecoveryStatus === "ENABLED" };
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
