import assert from "node:assert/strict";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { preflightPermissions } from "../../../cli/preflight/permissions";
import { accounts } from "../../../local/world/accounts";
import { project, writeStackFiles } from "../../../local/world/stackFiles";
import { awsError, run } from "../world";
import { type Answers, answering, wellAnswers } from "./aws";

const organization = "o-a1b2c3d4e5";

describe("firebreak preflight", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-before-"));
    const boundary = `arn:aws:iam::${accounts.security.id}:policy/boundary`;
    await writeStackFiles(folder, organization, (stack, text) =>
      stack === "master"
        ? text.replace(/# firebreak:permissionsBoundary: \S+/, `firebreak:permissionsBoundary: ${boundary}`)
        : text,
    );
    await copyFile(path.join(project, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const look = async (argv: string[], answers: Answers = {}, more: object = {}) => {
    const aws = answering({ ...wellAnswers(organization), ...answers });
    const ran = await run(["preflight", ...argv], { folder, preflight: aws.clients, ...more });
    return { ...ran, calls: [...new Set(aws.calls)].sort(), most: aws.most() };
  };

  it("X52: reports only how many checks are ok, and ends with 0, if nothing blocks a deployment", async () => {
    const { code, out, err } = await look([]);
    assert.equal(code, 0, out);
    assert.match(out, /^unknown {2}permissions: conditions on the calling principal\n/);
    assert.equal(out.split("\n\n").length, 1);
    assert.match(err, /^Stack master in account 111122223333, eu-west-1: 1 unknown, \d+ ok\.$/m);
  });

  it("X52: makes exactly the calls of the documented policy, all read-only and few at once", async () => {
    const { calls, most } = await look([]);
    const permissionOf = (call: string) => {
      const [service, operation] = call.split(".") as [string, string];
      return `${service}:${operation[0]!.toUpperCase()}${operation.slice(1)}`;
    };
    assert.deepEqual(calls.map(permissionOf).sort(), [...preflightPermissions].sort());
    for (const name of preflightPermissions) assert.match(name, /:(Describe|Get|List|Simulate)/);
    assert.ok(most > 3 && most <= 12, `${most} at once`);
  });

  it("X52: reports what is wrong first, why and what to do, and ends with 1 for what blocks a deployment", async () => {
    const limit = { ConcurrentExecutions: 10, UnreservedConcurrentExecutions: 10 };
    const { code, out, err } = await look([], {
      "lambda.getAccountSettings": { AccountLimit: limit },
      "guardduty.getDetector": { Status: "DISABLED" },
    });
    assert.equal(code, 1);
    const [first, ...rest] = out.split("\n\n");
    assert.match(first!, /^blocker {2}quotas: Lambda: Concurrent executions {2}eu-west-1\n {2}The quota is 10/);
    assert.match(
      first!,
      /\n {2}Why it matters: .*\n {2}What to do: aws service-quotas request-service-quota-increase /,
    );
    assert.match(rest.at(-1)!, /^warning {2}sources: GuardDuty detector/);
    assert.match(err, /1 blocker, 1 unknown, 1 warning, /);
  });

  it("X52: names each missing permission, and reports what it could not read as unknown, never ok", async () => {
    const denied = Object.fromEntries(
      Object.keys(wellAnswers(organization)).map((call) => [call, awsError("AccessDeniedException", "no")]),
    );
    const { code, json } = await look(["--json"], denied);
    assert.equal(code, 0);
    const { found } = json();
    assert.deepEqual(
      found.filter(({ status }: any) => status !== "unknown"),
      [],
    );
    for (const permission of ["iam:ListRoles", "lambda:GetAccountSettings", "sqs:ListQueues", "events:ListRules"]) {
      assert.ok(
        found.some(({ says }: any) => says.includes(`the permission ${permission} is missing`)),
        permission,
      );
    }
    const one = await look(["--json"], { "sns.getTopicAttributes": awsError("AuthorizationErrorException", "no") });
    const topics = one.json().found.filter(({ status, subject }: any) => status === "unknown" && subject === "topics");
    assert.match(topics[0].says, /the permission sns:GetTopicAttributes is missing/);
  });

  it("X52: prints JSON with --json, and everything with --all", async () => {
    const { json } = await look(["--json"]);
    const { stack, account, regions, found } = json();
    assert.deepEqual({ stack, account, regions }, { stack: "master", account: "111122223333", regions: ["eu-west-1"] });
    assert.ok(found.length > 20);
    const { out } = await look(["--all"]);
    assert.equal(out.split("\n\n").length, found.length);
  });

  it("X52: accepts only the stack of the account that the credentials belong to", async () => {
    const as = (Account: string) => ({ identity: { Account, Arn: `arn:aws:iam::${Account}:user/alice` } });
    const own = await look(["--json"], {}, as(accounts.payments.id));
    assert.equal(own.json().stack, "service-payments");
    const nobody = await look([], {}, as("999900001111"));
    assert.equal(nobody.code, 2);
    assert.match(nobody.err, /account 999900001111.*has no stack.*master \(111122223333\)/);
    const another = await look(["--stack", "master"], {}, as(accounts.payments.id));
    assert.equal(another.code, 2);
    assert.match(another.err, /444455556666/);
    assert.deepEqual(another.calls, []);
  });

  it("X52: refuses unknown stacks, Regions and folders, and lists the known ones", async () => {
    const cases: [string[], RegExp][] = [
      [["--stack", "nope"], /--stack is "nope": the stacks are master, service-payments/],
      [["--region", "mars"], /--region is "mars"/],
      [["--region", "us-east-1"], /--region is "us-east-1": the Regions of the stack master are eu-west-1/],
      [["--dir", path.join(project, "cli")], /has no stack files/],
    ];
    for (const [argv, says] of cases) {
      const { code, err, calls } = await look(argv);
      assert.deepEqual([code, calls], [2, []]);
      assert.match(err, says);
    }
  });

  it("X52: says in plain words that there are no credentials, or that AWS does not accept them", async () => {
    const none = awsError("CredentialsProviderError", "Could not load credentials from any providers");
    const { code, err } = await look([], {}, { faults: { "sts.getCallerIdentity": none } });
    assert.equal(code, 1);
    assert.match(err, /There are no AWS credentials: set AWS_PROFILE .* for the account that you deploy into/);
    const late = await look([], { "logs.describeResourcePolicies": awsError("ExpiredTokenException", "expired") });
    assert.equal(late.code, 1);
    assert.match(late.err, /AWS no longer accepts the credentials \(ExpiredTokenException\)/);
  });
});
