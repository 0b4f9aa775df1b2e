import assert from "node:assert/strict";
import { apiCallReader } from "../../../../runtime/messages/apiCall";
import { restoreGuardrail } from "../../../../runtime/responses/restoreGuardrail";
import { place, targets } from "./model";

/** What a call is a finding of. */
function reported(eventName: string, requestParameters: object, more: object = {}) {
  const event = {
    source: "aws.cloudtrail",
    "detail-type": "AWS API Call via CloudTrail",
    account: place.accountId,
    region: place.region,
    detail: {
      eventName,
      eventID: "e-1",
      eventTime: "2026-11-20T10:00:00Z",
      userIdentity: { type: "IAMUser", arn: `arn:aws:iam::${place.accountId}:user/ann` },
      requestParameters,
      ...more,
    },
  };
  return restoreGuardrail.reports!(apiCallReader()(event));
}

describe("a call that switches a guardrail off", () => {
  it("N40: names the guardrail, and who called", () => {
    for (const name of [targets.trail.id, targets.trail.arn]) {
      const finding = reported("StopLogging", { name })!;
      assert.deepEqual(restoreGuardrail.targets(finding), [targets.trail]);
      assert.equal(finding.title, `arn:aws:iam::${place.accountId}:user/ann called StopLogging`);
      assert.ok(restoreGuardrail.findingTypes.includes(finding.type));
    }
    const suspended = reported("UpdateDetector", { detectorId: targets.detector.id, enable: false })!;
    assert.deepEqual(restoreGuardrail.targets(suspended), [targets.detector]);
  });

  it("N40: names only the account where the call has no id: the guardrail is looked for", () => {
    const finding = reported("StopConfigurationRecorder", { configurationRecorderName: "default" })!;
    assert.deepEqual(restoreGuardrail.targets(finding), []);
  });

  it("N40: is no finding for settings whose earlier state shows later, for other calls, and without an id", () => {
    assert.equal(reported("DisableEbsEncryptionByDefault", {}), undefined);
    assert.equal(reported("PutAccountPublicAccessBlock", {}), undefined);
    assert.equal(reported("StartLogging", { name: "audit" }), undefined);
    assert.equal(reported("UpdateDetector", { detectorId: targets.detector.id, enable: true }), undefined);
    assert.equal(reported("UpdateDetector", { detectorId: targets.detector.id }), undefined);
    assert.equal(reported("StopLogging", { name: "audit" }, { eventID: undefined }), undefined);
  });
});
