import assert from "node:assert/strict";
import { invocationReader } from "../../../runtime/openGroups/invocation";
import { change, event, item, oversized, scheduled } from "./events";

const read = invocationReader();
const common = {
  accountId: "444455556666",
  region: "eu-west-1",
  partition: "aws",
  rule: "SECURITY_GROUP_OPEN_PROHIBITED",
  resultToken: "token-1",
};
const captured = new Date("2026-02-17T01:36:34.043Z");

describe("reading what AWS Config sends to the rule's function", () => {
  it("takes the group and the capture time from a change", () => {
    assert.deepEqual(read(change()), { ...common, at: captured, groupId: "sg-0a1b2c3d" });
  });

  it("M30: takes the group from the summary of an item that is too large, and none from a scheduled run", () => {
    assert.deepEqual(read(oversized()), { ...common, at: captured, groupId: "sg-0a1b2c3d" });
    assert.deepEqual(read(scheduled()), { ...common, at: new Date("2026-02-18T00:00:01.000Z") });
  });

  it("F10: distinguishes deleted and out-of-scope groups from others", () => {
    for (const status of ["ResourceDeleted", "ResourceDeletedNotRecorded"]) {
      assert.equal(read(change({ configurationItemStatus: status })).gone, "The group was deleted");
      assert.equal(read(oversized({ configurationItemStatus: status })).gone, "The group was deleted");
    }
    assert.match(read({ ...change(), eventLeftScope: true }).gone!, /no longer in the rule's scope/);
    assert.equal(read(change({ configurationItemStatus: "ResourceDiscovered" })).gone, undefined);
  });

  it("takes Region and partition from the rule's ARN", () => {
    const configRuleArn = "arn:aws-us-gov:config:us-gov-west-1:444455556666:config-rule/config-rule-1";
    const { region, partition } = read({ ...scheduled(), configRuleArn });
    assert.deepEqual([region, partition], ["us-gov-west-1", "aws-us-gov"]);
  });

  const wrong: [string, unknown, RegExp][] = [
    ["nothing", undefined, /expected object/],
    ["an event of something else", { source: "aws.config" }, /invokingEvent.*resultToken.*accountId/],
    ["text that is not JSON", { ...change(), invokingEvent: "{" }, /invokingEvent is not JSON/],
    [
      "an unknown message",
      event({ messageType: "ConfigurationSnapshotDeliveryCompleted" }),
      /invokingEvent\.messageType/,
    ],
    ["another type of resource", change({ resourceType: "AWS::EC2::Instance" }), /AWS::EC2::SecurityGroup only/],
    ["an invalid id", change({ resourceId: "web" }), /resourceId: not the id of a security group/],
    ["an invalid time", change({ configurationItemCaptureTime: "today" }), /configurationItemCaptureTime/],
    ["a change without its item", event({ messageType: "ConfigurationItemChangeNotification" }), /configurationItem/],
    ["a group of another account", change({ awsAccountId: "777788889999" }), /is in 777788889999 eu-west-1/],
    ["a group of another Region", change({ awsRegion: "us-east-1" }), /is in 444455556666 us-east-1/],
    ["an account that is not the rule's", { ...change(), accountId: "777788889999" }, /accountId is 777788889999/],
    ["no token", { ...change(), resultToken: "" }, /resultToken/],
  ];
  for (const [name, given, expected] of wrong) {
    it(`refuses ${name} and says why`, () => {
      assert.throws(
        () => read(given),
        (error: any) => error.code === "BadInvocation" && expected.test(error.message),
      );
    });
  }

  it("needs nothing from the configuration", () => {
    assert.equal("configuration" in item, false);
  });
});
