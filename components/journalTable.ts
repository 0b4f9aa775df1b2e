import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { journalIndexes } from "../runtime/journal/dynamodb/indexes";

/**
 * The journal of containments and decisions. Destroying the stack keeps the table, and deletion protection prevents its
 * deletion.
 */
export class JournalTable extends pulumi.ComponentResource {
  readonly table: aws.dynamodb.Table;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:JournalTable", name, {}, opts);
    const attributes = [
      ...new Set(["pk", "sk", ...journalIndexes.flatMap(({ partition, sort }) => [partition, sort])]),
    ];
    this.table = new aws.dynamodb.Table(
      name,
      {
        billingMode: "PAY_PER_REQUEST",
        hashKey: "pk",
        rangeKey: "sk",
        attributes: attributes.map((attribute) => ({ name: attribute, type: "S" })),
        globalSecondaryIndexes: journalIndexes.map((index) => ({
          name: index.name,
          hashKey: index.partition,
          rangeKey: index.sort,
          projectionType: "ALL",
        })),
        pointInTimeRecovery: { enabled: true },
        deletionProtectionEnabled: true,
      },
      { parent: this, retainOnDelete: true },
    );
    this.registerOutputs({ name: this.table.name });
  }
}
