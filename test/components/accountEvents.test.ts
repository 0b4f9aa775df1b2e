import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { organizationsRegion } from "../../components/documents/accountEvents";
import { type Deployment, deploy, masterConfig, serviceConfig, statementsOf } from "./deploy";

const types = {
  alias: "aws:lambda/alias:Alias",
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
  permission: "aws:lambda/permission:Permission",
  policy: "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
  queue: "aws:sqs/queue:Queue",
  rule: "aws:cloudwatch/eventRule:EventRule",
  target: "aws:cloudwatch/eventTarget:EventTarget",
};
const management = "999900001111";
const named = { "firebreak:managementAccountId": management };
const busArn = "arn:aws:events:eu-west-1:111122223333:event-bus/firebreak-findings";
const rulesNamed = (stack: Deployment, name: string) =>
  stack.of(types.rule).filter(({ inputs }) => inputs["name"] === name);

describe("L22: the events about accounts in the stacks", function () {
  this.timeout(60_000);
  let master: Deployment;
  before(async () => {
    master = await deploy({ ...masterConfig, ...named });
  });

  it("L22: are neither forwarded nor accepted without a management account", async () => {
    for (const config of [masterConfig, serviceConfig, { ...serviceConfig, ...named }]) {
      const { made } = await deploy(config);
      assert.deepEqual(
        made.filter(({ inputs }) => JSON.stringify(inputs).includes("aws.organizations")),
        [],
      );
    }
  });

  it("L22: are forwarded by the management account from us-east-1, whatever its Regions, and from its own for Control Tower", async () => {
    const config = { ...serviceConfig, ...named, "firebreak:accountId": management };
    const stack = await deploy({ ...config, "firebreak:regions": JSON.stringify(["eu-west-1"]) });
    const forwarded = rulesNamed(stack, "firebreak-forwarding-accounts");
    assert.deepEqual(
      forwarded.map(({ inputs }) => inputs["region"]),
      ["eu-west-1", "us-east-1"],
    );
    const pattern = JSON.parse(forwarded[0]!.inputs["eventPattern"]);
    assert.deepEqual(pattern.source, ["aws.organizations", "aws.controltower"]);
    assert.deepEqual(pattern.detail.errorCode, [{ exists: false }]);
    const inUsEast = (type: string) => stack.of(type).filter(({ inputs }) => inputs["region"] === "us-east-1");
    // Only these: the Region is not covered otherwise.
    assert.equal(inUsEast(types.rule).length, 1);
    const [target] = inUsEast(types.target);
    assert.deepEqual(
      [target!.inputs["arn"], target!.inputs["roleArn"], target!.inputs["deadLetterConfig"].arn],
      [
        busArn,
        `arn:aws:iam::${management}:role/firebreak-forwarding`,
        `arn:aws:sqs:us-east-1:${management}:firebreak-forwarding-dead`,
      ],
    );
    const role = stack.of("aws:iam/role:Role").find(({ inputs }) => inputs["name"] === "firebreak-forwarding")!;
    assert.ok(!("firebreak:forwards/us-east-1" in role.inputs["tags"]));
  });

  it("L22: are forwarded by the security account itself if it is the management account", async () => {
    const own = masterConfig["firebreak:accountId"]!;
    const stack = await deploy({ ...masterConfig, "firebreak:managementAccountId": own });
    assert.equal(rulesNamed(stack, "firebreak-forwarding-accounts").length, 2);
  });

  it("L22: are accepted from the management account's forwarding role only, and only these", () => {
    const [bus] = master.of(types.policy);
    const statement = statementsOf(bus!.inputs["policy"]).find(({ Sid }: any) => Sid === "AccountsOfTheOrganization");
    assert.deepEqual(statement.Condition, {
      ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${management}:role/firebreak-forwarding` },
      StringEquals: {
        "events:source": ["aws.organizations", "aws.controltower"],
        "events:detail-type": ["AWS API Call via CloudTrail", "AWS Service Event via CloudTrail"],
      },
    });
    const [forAll] = statementsOf(bus!.inputs["policy"]);
    const { "events:source": sources } = forAll.Condition["ForAllValues:StringEquals"];
    assert.ok(!sources.includes("aws.organizations"));
  });

  it("L22: reach the doctor by a rule for the management account's events, which may invoke one alias", () => {
    const [rule] = rulesNamed(master, "firebreak-findings-accounts");
    assert.deepEqual(JSON.parse(rule!.inputs["eventPattern"]).account, [management]);
    const permission = master.one(types.permission, "account-events").inputs;
    assert.deepEqual([permission["qualifier"], permission["sourceAccount"]], ["accounts", "111122223333"]);
    assert.equal(
      permission["sourceArn"],
      `arn:aws:events:eu-west-1:111122223333:rule/firebreak-findings/${rule!.inputs["name"]}`,
    );
    assert.match(master.one(types.target, "account-events").inputs["arn"], /firebreak-doctor:accounts/);
    for (const name of ["operatorPolicy", "approverPolicy", "auditorPolicy"]) {
      assert.doesNotMatch(JSON.stringify(statementsOf(master.outputs[name])), /firebreak-doctor:accounts/);
    }
  });

  it("L22: are in us-east-1, and elsewhere in other partitions", () => {
    assert.deepEqual(["aws", "aws-cn", "aws-us-gov"].map(organizationsRegion), [
      "us-east-1",
      "cn-northwest-1",
      "us-gov-west-1",
    ]);
  });

  it("L22 X50: an alarm goes off if an account is not covered, or if that is not known", () => {
    const alarm = master.one(types.alarm, "heartbeat-uncovered").inputs;
    assert.deepEqual(
      [alarm["metricName"], alarm["threshold"], alarm["treatMissingData"], alarm["dimensions"]],
      ["UncoveredAccounts", 0, "breaching", { service: "doctor" }],
    );
    assert.deepEqual(alarm["alarmActions"], ["arn:aws:sns:eu-west-1:111122223333:firebreak-notices"]);
  });
});
