import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { IAM } from "@aws-sdk/client-iam";
import { SSM } from "@aws-sdk/client-ssm";
import { marshall } from "@aws-sdk/util-dynamodb";
import { after, before, describe, it } from "mocha";
import { directoryParameter } from "../../components/documents/directoryContent";
import { type PeoplePolicies, peoplePolicies } from "../../components/documents/operatorPolicies";
import { rootOf } from "../../local/world/accounts";
import { type Ended, start } from "../../local/world/toolProcess";
import { region, security, testAws } from "../local/aws/instance";
import { makeJournalTable } from "../local/aws/journalTable";
import { approval, containment, decision, items } from "./journal";
import { directory } from "./world";

const TableName = "journal-of-the-command-line";

describe("the command line over the wire, with the policies for people under enforced IAM", () => {
  let folder: string;
  const people = {} as Record<keyof PeoplePolicies, (...argv: string[]) => Promise<Ended>>;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-wire-"));
    const { endpoint } = await testAws();
    const root = rootOf(security, endpoint);
    const db = new DynamoDB(root);
    await makeJournalTable(db, TableName);
    const now = new Date().toISOString();
    const journal = [
      items.decision(decision({ at: now })),
      items.containment(containment()),
      items.approval(approval({ expiresAt: new Date(Date.now() + 3_600_000).toISOString() })),
    ];
    for (const item of journal) {
      await db.putItem({ TableName, Item: marshall(item, { removeUndefinedValues: true }) });
    }
    const Value = JSON.stringify({ ...directory, journalTable: TableName });
    await new SSM(root).putParameter({ Name: directoryParameter, Type: "String", Value });
    const policies = peoplePolicies({
      partition: "aws",
      rolePath: "/",
      region,
      accountId: security,
      tableArn: `arn:aws:dynamodb:${region}:${security}:table/${TableName}`,
      functions: ["firebreak-isolate-instance"],
      notifiers: ["firebreak-notify"],
      exceptionsFunction: "firebreak-exceptions",
    });
    const iam = new IAM(root);
    for (const [name, PolicyDocument] of Object.entries(policies) as [keyof PeoplePolicies, string][]) {
      const UserName = `cli-${name}`;
      await iam.createUser({ UserName });
      await iam.putUserPolicy({ UserName, PolicyName: "it", PolicyDocument });
      const { AccessKey } = await iam.createAccessKey({ UserName });
      const env = {
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: AccessKey!.AccessKeyId!,
        AWS_SECRET_ACCESS_KEY: AccessKey!.SecretAccessKey!,
      };
      people[name] = (...argv) => start(argv, folder, env);
    }
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("reads the journal by its keys and indexes with each policy", async () => {
    for (const cli of Object.values(people)) {
      const listed = await cli("incidents", "--json");
      assert.equal(listed.code, 0, listed.err);
      assert.deepEqual(
        JSON.parse(listed.out).map((item: any) => item.finding),
        ["f1"],
      );
    }
    const { auditorPolicy: auditor } = people;
    const open = await auditor("incidents", "--open");
    assert.match(open.out, /i-0123456789abcdef0\t.*\tc000000000000001\n/, open.err);
    const shown = await auditor("show", "c000000000000001", "--json");
    assert.equal(JSON.parse(shown.out).decisions.length, 1, shown.err);
    assert.match((await auditor("approvals")).out, /a000000000000001/);
    assert.match((await auditor("exception", "list")).err, /There are no exceptions/);
  });

  it("is refused other people's commands under each policy, and names the policy that is needed", async () => {
    const because = ["--reason", "x", "--yes"];
    const { operatorPolicy: operator, approverPolicy: approver, auditorPolicy: auditor } = people;
    for (const cli of [operator, auditor]) {
      const { code, err, out } = await cli("approve", "a000000000000001", ...because);
      assert.equal(code, 1);
      assert.match(err, /Access denied: .*firebreak-isolate-instance:approve.*approverPolicy/);
      assert.equal(out, "");
    }
    for (const cli of [approver, auditor]) {
      const { code, err } = await cli("release", "c000000000000001", ...because);
      assert.equal(code, 1);
      assert.match(err, /Access denied: .*firebreak-isolate-instance:operate.*operatorPolicy/);
    }
    for (const response of ["isolate-instance", "notify"]) {
      for (const cli of [approver, auditor]) {
        const { code, err } = await cli("redrive", response, "--yes");
        assert.equal(code, 1);
        assert.match(err, /Access denied: .*operatorPolicy/);
      }
      // The policy admits the operator; the next error is that there is no such function.
      const { err } = await operator("redrive", response, "--count");
      assert.match(err, new RegExp(`There is no function firebreak-${response}:operate`));
    }
  });
});
