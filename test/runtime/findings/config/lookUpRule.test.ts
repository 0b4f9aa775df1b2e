import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { othersOf } from "../../../../components/documents/otherRoutes";
import { targetsFor } from "../../../../runtime/containment/targetsFor";
import { underRule, withRule } from "../../../../runtime/findings/config/lookUpRule";
import { eventReader } from "../../../../runtime/findings/eventReader";
import type { Finding } from "../../../../runtime/model/finding";
import { type Refusal, reasonOf } from "../../../../runtime/model/refusal";
import { catalogue } from "../../../../runtime/responses/catalogue";
import { confineSecurityGroup } from "../../../../runtime/responses/confineSecurityGroup";
import type { Run } from "../../../../runtime/run/run";

const read = eventReader();
const event = (name: string) =>
  JSON.parse(readFileSync(path.join(__dirname, "..", "..", "..", "faultInputs", `${name}.json`), "utf8"));

function finding(given: any): Finding {
  const [item] = read(given).findings;
  assert.ok(item && "finding" in item);
  return item.finding;
}

/** A run whose account returns `rule`, an SDK error or nothing; `asked` holds the requests. */
function runWith(answer: object | Error) {
  const asked: unknown[] = [];
  const others = othersOf(confineSecurityGroup, catalogue, {});
  const services = {
    clientConfig: {},
    log: { warn: (...line: unknown[]) => asked.push(line) },
    sts: () => ({
      assumeRole: async ({ RoleArn }: { RoleArn: string }) => ({
        AssumedRoleUser: { Arn: `arn:aws:sts::${RoleArn.split(":")[4]}:assumed-role/r/s` },
        Credentials: { AccessKeyId: "a", SecretAccessKey: "s", SessionToken: "t" },
      }),
    }),
    observe: () => ({
      describeConfigRules: async (input: unknown) => {
        asked.push(input);
        if (answer instanceof Error) throw answer;
        return answer;
      },
    }),
  };
  const settings = { findingTypes: confineSecurityGroup.findingTypes, others, roleName: "r" };
  return { run: { services, settings } as unknown as Run, asked };
}

const managed = (SourceIdentifier: string) => ({ ConfigRules: [{ Source: { Owner: "AWS", SourceIdentifier } }] });
const failure = (name: string) => Object.assign(new Error(name), { name });
const named = (configRuleName: string) => {
  const given = event("03a-config-control-tower-ssh");
  return { ...given, detail: { ...given.detail, configRuleName } };
};
const fate = (found: Finding) => {
  const { findingTypes } = confineSecurityGroup;
  const others = othersOf(confineSecurityGroup, catalogue, {});
  const targets = targetsFor(confineSecurityGroup, found, { findingTypes, others });
  return Array.isArray(targets) ? targets.map((target) => target.id) : targets;
};

describe("X25: an AWS Config rule, known by what it checks", () => {
  it("03a: confines the group for Control Tower's rule, with the same finding as the managed rule", () => {
    const tower = finding(event("03a-config-control-tower-ssh"));
    assert.deepEqual(fate(tower), ["sg-0a1b2c3d4e5f60718"]);
    assert.equal(tower.id, finding(named("restricted-ssh")).id);
  });

  it("is looked up if it is a managed rule under a custom name, and makes the same finding", async () => {
    const { run, asked } = runWith(managed("INCOMING_SSH_DISABLED"));
    for (const name of ["corp-no-public-ssh", "CONFIG.EC2.DT.99", "config-rule-abc123"]) {
      const found = await withRule(run, confineSecurityGroup, finding(named(name)));
      assert.deepEqual(asked.pop(), { ConfigRuleNames: [name] });
      assert.equal(found.type, "Config:Rule/INCOMING_SSH_DISABLED");
      assert.equal(found.id, finding(named("restricted-ssh")).id);
      assert.deepEqual(fate(found), ["sg-0a1b2c3d4e5f60718"]);
      assert.match(found.title, /^INCOMING_SSH_DISABLED: /);
    }
  });

  it("is not looked up if its name is conclusive", async () => {
    const { run, asked } = runWith(failure("NotToBeAsked"));
    for (const name of ["restricted-ssh", "AWSControlTower_AWS-GR_RESTRICTED_SSH", "vpc-default-security-group-closed"])
      await withRule(run, confineSecurityGroup, finding(named(name)));
    assert.deepEqual(asked, []);
  });

  const kept: [string, object | Error][] = [
    ["the customer's own", { ConfigRules: [{ Source: { Owner: "CUSTOM_LAMBDA", SourceIdentifier: "arn:x" } }] }],
    ["gone", failure("NoSuchConfigRuleException")],
    ["unreadable for the role of an earlier version", failure("AccessDeniedException")],
  ];
  for (const [what, answer] of kept) {
    it(`that is ${what} keeps its name, and is recorded as not answered`, async () => {
      const found = await withRule(runWith(answer).run, confineSecurityGroup, finding(named("corp-ssh-check")));
      assert.equal(found.type, "Config:Rule/CORP_SSH_CHECK");
      assert.match(reasonOf(fate(found) as Refusal), /does not act on Config:Rule\/CORP_SSH_CHECK/);
    });
  }

  it("is not decided by throttling", async () => {
    const { run } = runWith(failure("ThrottlingException"));
    await assert.rejects(withRule(run, confineSecurityGroup, finding(named("corp-ssh-check"))), /ThrottlingException/);
  });

  it("on an unrelated matter is not recorded", () => {
    assert.equal(fate(underRule(finding(named("x-y")), "EC2_SECURITY_GROUP_TAGGED")), undefined);
  });
});
