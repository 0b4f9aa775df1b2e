import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { refusedIn } from "../../cli/rehearsal/report";
import { responseStatements } from "../../components/shared/policies";
import { costInWords } from "../../rehearsal/cost";
import { difference } from "../../rehearsal/course";
import { courses } from "../../rehearsal/courses";
import { newRun, runIn, tagsOf } from "../../rehearsal/names";
import { rehearsalPermissions } from "../../rehearsal/permissions";
import { longestPlanned, plannedSeconds, waits } from "../../rehearsal/waits";
import { rehearsalId, rehearsalOf } from "../../runtime/findings/rehearsal";
import { faultsOf, knownActions } from "../documents/authorization";

const all = Object.keys(courses);

describe("the plan of a rehearsal", () => {
  it("keeps AWS's waits below 15 minutes in total for all responses in one Region", () => {
    assert.deepEqual(Object.keys(waits).sort(), [...all].sort());
    const each = all.map((name) => plannedSeconds([name]));
    assert.equal(
      plannedSeconds(all),
      each.reduce((sum, seconds) => sum + seconds, 0),
    );
    assert.ok(each.every((seconds) => seconds > 0));
    assert.ok(plannedSeconds(all) < longestPlanned, `${plannedSeconds(all)} s`);
    assert.equal(longestPlanned, 15 * 60);
  });

  it("gives its costs before it asks, and lower ones if nothing runs", () => {
    assert.match(
      costInWords(all),
      /less than 0\.09 US dollars \(an instance t3\.nano, .*a task of Fargate, .*, requests\)/,
    );
    assert.match(costInWords(["block-public-bucket"]), /less than 0\.01 US dollars \(requests\)/);
  });

  it("has a run id that is in tags and in the ids of its findings, and that sorts by time", () => {
    const [first, later] = [newRun(new Date("2026-11-29T12:00:00Z")), newRun(new Date("2026-11-29T12:00:01Z"))];
    assert.ok(first < later);
    assert.equal(rehearsalOf(rehearsalId(first, "abc")), first);
    assert.equal(runIn(tagsOf(first, { Name: "x" })), first);
    assert.equal(runIn([{ Key: "Name", Value: first }]), undefined);
  });

  it("names each part that differs", () => {
    const before = { groups: { "eni-1": ["sg-1"] }, boundary: undefined, keys: [] };
    assert.equal(difference(before, structuredClone(before)), undefined);
    assert.equal(
      difference(before, { groups: { "eni-1": ["sg-2"] }, boundary: "arn", keys: [] }),
      'differs from its prior state: groups.eni-1 was ["sg-1"] and is ["sg-2"]; boundary was absent and is "arn"',
    );
  });

  it("finds the refused actions in AWS's messages", () => {
    const said =
      "User: arn:aws:sts::1:assumed-role/a/b is not authorized to perform: ec2:CreateSecurityGroup on resource: *";
    assert.deepEqual(refusedIn([said, said, "perform s3:PutBucketTagging"]), [
      "ec2:CreateSecurityGroup",
      "s3:PutBucketTagging",
    ]);
    assert.deepEqual(refusedIn(["read back, nothing is missing"]), []);
  });
});

describe("the policy of a rehearsal's role, by a copy of the service authorization reference", () => {
  const statements = responseStatements(rehearsalPermissions, "aws", "444455556666");

  it("allows only existing actions, on resources of their types, with conditions that they support", async () => {
    assert.equal((await faultsOf(statements)).join("\n"), "");
  });

  it("uses * only where AWS cannot limit the action", async () => {
    for (const { sid, actions, resources, condition, why } of rehearsalPermissions) {
      if (!resources.includes("*") || JSON.stringify(condition ?? {}).includes("firebreak-rehearsal-")) continue;
      assert.ok(why?.startsWith("AWS offers no resource-level permissions"), sid);
      for (const { action, types } of (await Promise.all(actions.map(knownActions))).flat()) {
        assert.deepEqual(types, [], `${sid}: ${action}`);
      }
    }
  });

  it("changes nothing but what has the tag or the name of a rehearsal", () => {
    const reads = /:(Describe|List|Get)/;
    for (const { sid, actions, resources, condition } of rehearsalPermissions) {
      if (actions.every((action) => reads.test(action)) || sid === "Send") continue;
      const conditions = JSON.stringify(condition ?? {});
      const limited =
        /firebreak:(rehearsal|isolation)|ec2:CreateAction|ec2:Owner/.test(conditions) ||
        resources.every((resource) => resource.includes("firebreak-rehearsal-"));
      assert.ok(limited, sid);
    }
  });

  it("fits into the inline policies of a role", () => {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    const text = JSON.stringify({ Version: "2012-10-17", Statement: statements });
    assert.ok(text.length <= 10_240, `${text.length} characters`);
  });

  it("N96: lets the role share a snapshot of a rehearsal with accounts only, and never with everyone", () => {
    const sharing = statements.filter(({ Action }) => [Action].flat().includes("ec2:ModifySnapshotAttribute"));
    assert.equal(sharing.length, 1);
    assert.deepEqual(sharing[0]!.Condition, {
      Null: { "aws:ResourceTag/firebreak:rehearsal": "false", "ec2:Add/group": "true" },
    });
  });
});
