import type { AttributeDefinition, DynamoDB } from "@aws-sdk/client-dynamodb";
import { journalIndexes } from "../../../runtime/journal/dynamodb/indexes";

/** Makes a table with the journal's keys and indexes. */
export async function makeJournalTable(db: DynamoDB, TableName: string): Promise<void> {
  const names = [...new Set(["pk", "sk", ...journalIndexes.flatMap(({ partition, sort }) => [partition, sort])])];
  const keys = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: "HASH" as const },
    { AttributeName: range, KeyType: "RANGE" as const },
  ];
  await db.createTable({
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: names.map((AttributeName): AttributeDefinition => ({ AttributeName, AttributeType: "S" })),
    KeySchema: keys("pk", "sk"),
    GlobalSecondaryIndexes: journalIndexes.map(({ name, partition, sort }) => ({
      IndexName: name,
      KeySchema: keys(partition, sort),
      Projection: { ProjectionType: "ALL" as const },
    })),
  });
}
