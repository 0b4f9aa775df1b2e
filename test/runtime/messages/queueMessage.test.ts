import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { eventSources } from "../../../components/documents/sources";
import { apiCallDetailType } from "../../../runtime/messages/apiCall";
import { automationDetailType } from "../../../runtime/messages/automationStatus";
import { detailTypes, messageText, ownSource, readMessage } from "../../../runtime/messages/queueMessage";

const call = (source: unknown) =>
  JSON.stringify({
    source,
    "detail-type": apiCallDetailType,
    account: "444455556666",
    region: "eu-west-1",
    detail: { eventName: "DeleteSecurityGroup", requestParameters: {} },
  });

describe("the messages of a responder's queue", () => {
  for (const kind of ["runbooks", "exemptions", "hourly"] as const) {
    it(`Y23: "${detailTypes[kind]}" counts only with the product's own source`, () => {
      assert.deepEqual(readMessage(messageText(kind)), { kind });
      for (const source of ["aws.guardduty", "firebreak.doctor", "somewhere", undefined]) {
        const text = JSON.stringify({ source, "detail-type": detailTypes[kind] });
        assert.equal(readMessage(text).kind, "event", `source ${source}`);
      }
    });
  }

  it("Y23: never come over the bus from the product's own source", () => assert.ok(!eventSources.includes(ownSource)));

  it("Y23: count as an AWS API call or an execution's status only if AWS sends them", () => {
    assert.equal(readMessage(call("aws.ec2")).kind, "call");
    for (const source of ["firebreak", "firebreak.doctor", "my.aws.ec2", undefined]) {
      assert.throws(() => readMessage(call(source)), /source/);
      const status = JSON.stringify({ source, "detail-type": automationDetailType });
      assert.throws(() => readMessage(status), /source/);
    }
  });
});
