import assert from "node:assert/strict";
import { routePattern } from "../../components/routing";
import { catalogue } from "../../runtime/responses/catalogue";

const patternOf = (name: string) =>
  JSON.parse(routePattern(catalogue.find((route) => route.name === name)!, catalogue));

describe("the routes of findings", () => {
  it("send a resource type to the response that contains it", () => {
    assert.deepEqual(patternOf("isolate-instance"), {
      source: ["aws.guardduty"],
      "detail-type": ["GuardDuty Finding"],
      detail: { resource: { resourceType: ["Instance"] } },
    });
  });

  it("send everything else to notify, findings without a resource type included", () => {
    assert.deepEqual(patternOf("notify").detail, {
      $or: [
        { resource: { resourceType: [{ "anything-but": ["Instance"] }] } },
        { resource: { resourceType: [{ exists: false }] } },
      ],
    });
  });

  it("fit into EventBridge's 2,048 characters", () => {
    for (const route of catalogue) assert.ok(routePattern(route, catalogue).length <= 2048);
  });

  it("claim each resource type once", () => {
    const claimed = catalogue.flatMap((route) => route.resourceTypes);
    assert.deepEqual(claimed, [...new Set(claimed)]);
    assert.equal(catalogue.filter((route) => route.resourceTypes.length === 0).length, 1);
  });
});
