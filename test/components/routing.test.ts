import assert from "node:assert/strict";
import { actionPattern, routePatterns } from "../../components/routing";
import { findingSources, forwardingPattern } from "../../components/sources";
import { catalogue } from "../../runtime/responses/catalogue";

const action = "arn:aws:securityhub:eu-west-1:111122223333:action/custom/Example";
const patternsOf = (name: string) => {
  const patterns = routePatterns(catalogue.find((route) => route.name === name)!, catalogue);
  return Object.fromEntries(Object.entries(patterns).map(([source, text]) => [source, JSON.parse(text)]));
};
const claimed = [...new Set(catalogue.flatMap((route) => route.resourceTypes))];

describe("the routes of findings", () => {
  it("send a resource type to every response that contains it", () => {
    for (const route of catalogue.filter((item) => item.resourceTypes.length > 0)) {
      const patterns = patternsOf(route.name);
      const types = [
        ...(patterns["guardduty"]?.detail.resource.resourceType ?? []),
        ...(patterns["config"]?.detail.resourceType ?? []),
        ...(patterns["hub"]?.detail.findings.Resources.Type ?? []),
      ];
      assert.deepEqual(types.sort(), [...route.resourceTypes].sort());
    }
  });

  it("send everything else to notify, findings without a resource type included", () => {
    const { guardduty, config } = patternsOf("notify");
    assert.deepEqual(guardduty.detail, {
      $or: [
        { resource: { resourceType: [{ "anything-but": claimed }] } },
        { resource: { resourceType: [{ exists: false }] } },
      ],
    });
    assert.deepEqual(config.detail.$or, [
      { resourceType: [{ "anything-but": claimed }] },
      { resourceType: [{ exists: false }] },
    ]);
  });

  it("let Config start something only for what became non-compliant", () => {
    for (const route of catalogue) {
      const { config } = patternsOf(route.name);
      if (config) assert.deepEqual(config.detail.newEvaluationResult, { complianceType: ["NON_COMPLIANT"] });
    }
  });

  it("X36 Y19 case 6: leave out what is archived in Security Hub, and nothing for a status that members may set", () => {
    for (const route of catalogue) {
      const { hub } = patternsOf(route.name);
      if (!hub) continue;
      assert.deepEqual(hub.detail.findings.RecordState, ["ACTIVE"]);
      assert.equal("Workflow" in hub.detail.findings, false);
    }
  });

  it("match a custom action by its ARN, not by its name", () => {
    assert.deepEqual(JSON.parse(actionPattern(action)), {
      source: ["aws.securityhub"],
      "detail-type": ["Security Hub Findings - Custom Action"],
      resources: [action],
    });
  });

  it("fit into EventBridge's 2,048 characters, the forwarding too", () => {
    const patterns = catalogue.flatMap((route) => Object.values(routePatterns(route, catalogue)));
    for (const text of [
      ...patterns,
      actionPattern(action),
      forwardingPattern(["AWS-EnableS3BucketEncryption"], "K".repeat(128)),
    ])
      assert.ok(text.length <= 2048, `${text.length}: ${text}`);
  });

  it("case 5: listen to Security Hub's events by exactly the three names that they have", () => {
    const names = findingSources.filter((item) => item.source === "aws.securityhub").map((item) => item.detailType);
    assert.deepEqual(names, [
      "Security Hub Findings - Imported",
      "Security Hub Findings - Custom Action",
      "Findings Imported V2",
    ]);
  });

  it("have exactly one route for the rest", () => {
    assert.equal(catalogue.filter((route) => route.resourceTypes.length === 0).length, 1);
  });
});
