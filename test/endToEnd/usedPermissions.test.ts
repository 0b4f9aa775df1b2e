import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { catalogue } from "../../runtime/responses/catalogue";
import { whatIsLeft } from "./left";

const sameCode = "the code is the same for all functions, and one of them uses it here";
const guardDuty = "for finding types of GuardDuty that config may give it";

const readAgain =
  "for findings that come from Security Hub; those about databases, functions, tasks and clusters come from GuardDuty here";
const byName = "the rules of these tests have the names of managed rules, so none is looked up";
const noRest =
  "the findings about buckets come from AWS Config here, or leave a rest; only what is contained whole is archived";
const givenBack = "these tests give no boundary back and switch no credential on again; shown on a model of IAM";
const noRunbook = "these tests release no runbook; shown on a model of Systems Manager";
const internalId = "AWS Config knows roles and users by ids; shown on a model of IAM (X34)";
const ofControls = "for controls; Security Hub reports no copy of data here";
const ofClusters = "the findings about clusters come from GuardDuty itself here";
const byConfig = "only by config, and not undone by a release: shown on a model of EC2 (N34)";

/** What the function that releases runbooks needs. */
const releasesRunbooks = [
  "dynamodb:DeleteItem",
  "dynamodb:GetItem",
  "dynamodb:PutItem",
  "dynamodb:UpdateItem",
  "events:PutEvents",
  "kms:Decrypt",
  "kms:GenerateDataKey*",
  "logs:CreateLogStream",
  "logs:PutLogEvents",
  "sns:Publish",
  "sts:AssumeRole",
];

/** Actions that these tests do not use, by role name prefix, each with the reason for it. */
const unusable: [roles: string, action: string, reason: string][] = [
  ["firebreak-", "sqs:ChangeMessageVisibility", `after a delivery that failed: ${sameCode}`],
  ["firebreak-", "securityhub:GetFindings", `for findings of controls: ${sameCode}`],
  ["firebreak-block-public-bucket", "guardduty:ArchiveFindings", noRest],
  ["firebreak-block-public-bucket", "guardduty:GetFindings", noRest],
  ["firebreak-block-public-bucket", "guardduty:ListDetectors", noRest],
  [
    "firebreak-doctor",
    "sns:GetSubscriptionAttributes",
    "for mail addresses that were confirmed; here nobody clicks a link",
  ],
  ...releasesRunbooks.map((action): [string, string, string] => ["firebreak-run-runbook-release", action, noRunbook]),
  ["Security-IR-Role-block-principal", "iam:ListRoles", internalId],
  ["Security-IR-Role-block-principal", "iam:ListUsers", internalId],
  ["Security-IR-Role-block-principal-release", "iam:PutRolePermissionsBoundary", givenBack],
  ["Security-IR-Role-block-principal-release", "iam:PutUserPermissionsBoundary", givenBack],
  ["Security-IR-Role-block-principal-release", "iam:UpdateAccessKey", givenBack],
  ["Security-IR-Role-block-principal-release", "iam:UpdateSSHPublicKey", givenBack],
  ["Security-IR-Role-block-principal-release", "iam:UpdateServiceSpecificCredential", givenBack],
  ["Security-IR-Role-block-principal-release", "iam:UpdateSigningCertificate", givenBack],
  [
    "Security-IR-Role-isolate-instance-release",
    "ec2:DescribeSecurityGroupRules",
    "for isolation groups that others changed",
  ],
  [
    "Security-IR-Role-isolate-instance",
    "kms:ReEncryptFrom",
    "for copies of snapshots under a customer managed key; the volumes here have none",
  ],
  ["Security-IR-Role-isolate-database", "ec2:RevokeSecurityGroupIngress", "for isolation groups that others changed"],
  [
    "Security-IR-Role-isolate-database-release",
    "ec2:DescribeSecurityGroupRules",
    "for isolation groups that others changed",
  ],
  ["Security-IR-Role-run-runbook-release", "s3:GetBucketTagging", noRunbook],
  ["Security-IR-Role-run-runbook-release", "ssm:GetAutomationExecution", noRunbook],
  ["Security-IR-Role-", "config:DescribeConfigRules", byName],
  ["Security-IR-Role-exceptions", "s3:PutBucketTagging", "where S3 does not take single tags; shown on a model of S3"],
  ["firebreak-config", "s3:GetBucketAcl", "AWS Config delivers to the bucket; here it does not"],
  ["firebreak-config", "s3:PutObject", "AWS Config delivers to the bucket; here it does not"],
  ["firebreak-confine-security-group", "guardduty:ArchiveFindings", guardDuty],
  ["firebreak-confine-security-group", "guardduty:GetFindings", guardDuty],
  ["firebreak-confine-security-group", "guardduty:ListDetectors", guardDuty],
  ["firebreak-run-runbook", "guardduty:ArchiveFindings", guardDuty],
  ["firebreak-run-runbook", "guardduty:GetFindings", guardDuty],
  ["firebreak-run-runbook", "guardduty:ListDetectors", guardDuty],
  [
    "firebreak-isolate-database",
    "securityhub:BatchUpdateFindings",
    "for controls; Security Hub reports no database here",
  ],
  ["firebreak-run-runbook", "securityhub:BatchUpdateFindings", "for controls that config may give it"],
  [
    "firebreak-stop-function",
    "securityhub:BatchUpdateFindings",
    "the findings about functions come from GuardDuty itself here",
  ],
  [
    "firebreak-isolate-task",
    "securityhub:BatchUpdateFindings",
    "the findings about tasks come from GuardDuty itself here",
  ],
  ["firebreak-isolate-pod", "securityhub:BatchUpdateFindings", "Security Hub names no pods"],
  ["firebreak-confine-cluster", "securityhub:BatchUpdateFindings", ofClusters],
  ["firebreak-confine-cluster", "kms:VerifyMac", `for signed exceptions: ${sameCode}`],
  ["firebreak-isolate-database", "kms:VerifyMac", `for signed exceptions: ${sameCode}`],
  ["firebreak-isolate-task", "kms:VerifyMac", `for signed exceptions: ${sameCode}`],
  ["firebreak-isolate-pod", "kms:VerifyMac", `for signed exceptions: ${sameCode}`],
  ["firebreak-stop-function", "kms:VerifyMac", `for signed exceptions: ${sameCode}`],
  ["firebreak-stop-function", "guardduty:ArchiveFindings", `for findings without a rest: ${sameCode}`],
  ["firebreak-stop-function", "guardduty:GetFindings", `before it archives: ${sameCode}`],
  ["firebreak-stop-function", "guardduty:ListDetectors", `before it archives: ${sameCode}`],
  ["firebreak-isolate-pod", "guardduty:ArchiveFindings", `for findings without a rest: ${sameCode}`],
  ["firebreak-isolate-pod", "guardduty:GetFindings", `before it archives: ${sameCode}`],
  ["firebreak-isolate-pod", "guardduty:ListDetectors", `before it archives: ${sameCode}`],
  ["firebreak-isolate-task", "guardduty:ArchiveFindings", `for findings without a rest: ${sameCode}`],
  ["firebreak-isolate-task", "guardduty:GetFindings", `before it archives: ${sameCode}`],
  ["firebreak-isolate-task", "guardduty:ListDetectors", `before it archives: ${sameCode}`],
  ["Security-IR-Role-isolate-database", "guardduty:GetFindings", readAgain],
  ["Security-IR-Role-unshare-copy", "guardduty:GetFindings", guardDuty],
  ["Security-IR-Role-unshare-copy", "ec2:EnableImageBlockPublicAccess", byConfig],
  ["Security-IR-Role-unshare-copy", "ec2:EnableSnapshotBlockPublicAccess", byConfig],
  ["firebreak-unshare-copy", "securityhub:BatchUpdateFindings", ofControls],
  ["firebreak-unshare-copy", "kms:VerifyMac", `for signed exceptions: ${sameCode}`],
  ["firebreak-unshare-copy", "guardduty:ArchiveFindings", guardDuty],
  ["firebreak-unshare-copy", "guardduty:GetFindings", guardDuty],
  ["firebreak-unshare-copy", "guardduty:ListDetectors", guardDuty],
  ["firebreak-restore-guardrail", "guardduty:ArchiveFindings", `for findings without a rest: ${sameCode}`],
  ["firebreak-restore-guardrail", "guardduty:GetFindings", `before it archives: ${sameCode}`],
  ["firebreak-restore-guardrail", "guardduty:ListDetectors", `before it archives: ${sameCode}`],
  ["firebreak-restore-guardrail", "kms:VerifyMac", `for signed exceptions: ${sameCode}`],
  ["firebreak-restore-guardrail", "securityhub:BatchUpdateFindings", ofControls],
  ["Security-IR-Role-restore-guardrail", "guardduty:GetFindings", readAgain],
  ["Security-IR-Role-stop-function", "guardduty:GetFindings", readAgain],
  ["Security-IR-Role-isolate-task", "guardduty:GetFindings", readAgain],
  ["Security-IR-Role-confine-cluster", "guardduty:GetFindings", readAgain],
  ["Security-IR-Role-isolate-pod", "guardduty:GetFindings", readAgain],
  ["Security-IR-Role-isolate-task", "ecs:StopTask", "only if config stops tasks, and then none is left as evidence"],
  ["Security-IR-Role-run-runbook", "guardduty:GetFindings", guardDuty],
  ["Security-IR-Role-run-runbook", "s3:PutEncryptionConfiguration", "for the document's steps, which are not run here"],
  ["Security-IR-Role-run-runbook", "ssm:AddTagsToResource", "AWS asks for it when an execution is started with tags"],
  ["Security-IR-Role-run-runbook", "ssm:DescribeAutomationExecutions", "after a run that died just after a start"],
];

/** Actions that these tests use or not, as it happens. */
const chance: [roles: string, action: string, reason: string][] = [
  ["firebreak-", "sqs:SendMessage", "for a call that may undo a containment, if one is held at that moment"],
];

// Runs after all others and checks what they used. A call that is not declared fails there.
describe("end to end: the permissions of the roles", () => {
  let roles: Record<string, string[]>;
  const used: Record<string, Set<string>> = {};
  before(function () {
    const left = whatIsLeft();
    if (!left) return this.skip();
    roles = left.roles;
    for (const { role, action } of left.calls) {
      const name = role.split("/").at(-1)!;
      used[name] ??= new Set();
      used[name].add(action);
    }
  });

  /** Whether a role was allowed an action, or one that matches a `*` at its end. */
  const wasUsed = (role: string, action: string) =>
    [...(used[role] ?? [])].some((one) =>
      action.endsWith("*") ? one.startsWith(action.slice(0, -1)) : one === action,
    );
  const reasonFor = (role: string, action: string) =>
    [...unusable, ...chance].find(([name, act]) => role.startsWith(name) && act === action);
  /** For each role, the actions that it allows, but that were not needed and have no reason. */
  const unused = (names: string[]) =>
    Object.fromEntries(
      names
        .map(
          (name) =>
            [name, roles[name]!.filter((action) => !wasUsed(name, action) && !reasonFor(name, action))] as const,
        )
        .filter(([, actions]) => actions.length > 0),
    );

  it("M36: these tests needed every action that a response's role in the accounts allows", () => {
    const names = Object.keys(roles).filter((name) => name.startsWith("Security-IR-Role-"));
    for (const { name } of catalogue) assert.ok(names.includes(`Security-IR-Role-${name}`), name);
    assert.ok(names.includes("Security-IR-Role-run-runbook"));
    assert.deepEqual(unused(names), {});
  });

  it("M36: they also needed every action of the functions and rules in Firebreak's own roles", () => {
    const names = Object.keys(roles).filter((name) => name.startsWith("firebreak-"));
    for (const { name } of catalogue) assert.ok(names.includes(`firebreak-${name}`), name);
    assert.deepEqual(unused(names), {});
  });

  it("M36: no reason is given for an action that was used or is no longer declared", () => {
    const having = ([role, action]: [string, string, string]) =>
      Object.keys(roles).filter((name) => name.startsWith(role) && roles[name]!.includes(action));
    const stale = unusable.filter((entry) => having(entry).every((name) => wasUsed(name, entry[1])));
    assert.deepEqual([...stale, ...chance.filter((entry) => having(entry).length === 0)], []);
  });
});
