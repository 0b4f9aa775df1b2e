import assert from "node:assert/strict";
import { CreateSecurityGroupCommand, DescribeSecurityGroupsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { security } from "./instance";
import { allow, as, outcome, session, unique } from "./principals";
import { queueFor, receive } from "./queues";
import { rule } from "./rules";

describe("local AWS: row 22: API calls", () => {
  it("row 22: changes are events, at once, with caller, request and refusal", async () => {
    const made = await rule({
      pattern: { source: ["aws.ec2"], "detail-type": ["AWS API Call via CloudTrail"] },
    });
    const heard = await queueFor("events.amazonaws.com", made.arn);
    await made.target({ Arn: heard.arn });
    const create = (ec2: EC2Client) => {
      const GroupName = unique("group");
      return outcome(ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: GroupName })));
    };
    const admitted = new EC2Client(await as(await session(security, allow("ec2:*"))));
    await admitted.send(new DescribeSecurityGroupsCommand({}));
    assert.equal(await create(admitted), "allowed");
    const refused = new EC2Client(await as(await session(security, allow("ec2:Describe*"))));
    assert.equal(await create(refused), "refused");
    const events = (await receive(heard, 2)).map((message) => JSON.parse(message.Body!));
    assert.deepEqual(
      events.map((event) => event.detail.eventName),
      ["CreateSecurityGroup", "CreateSecurityGroup"],
    );
    const [passed, denied] = events.sort(
      (one, other) => Number(!!one.detail.errorCode) - Number(!!other.detail.errorCode),
    );
    assert.equal(passed.detail.errorCode, undefined);
    assert.equal(passed.detail.userIdentity.type, "AssumedRole");
    assert.match(passed.detail.userIdentity.arn, /:assumed-role\/.*\/test$/);
    assert.match(passed.detail.userIdentity.principalId, /^AROA[A-Z0-9]+:test$/);
    assert.match(passed.detail.userIdentity.sessionContext.sessionIssuer.arn, /:role\//);
    assert.match(passed.detail.requestParameters.groupName, /^group-/);
    assert.match(denied.detail.errorCode, /UnauthorizedOperation/);
    assert.equal((await receive(heard, 1, 1)).length, 0, "reading is no event");
  });
});
