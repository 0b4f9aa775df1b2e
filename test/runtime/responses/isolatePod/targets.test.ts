import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { eventReader } from "../../../../runtime/findings/eventReader";
import type { Finding } from "../../../../runtime/model/finding";
import { reasonOf } from "../../../../runtime/model/refusal";
import type { Target } from "../../../../runtime/model/target";
import { isolatePod } from "../../../../runtime/responses/isolatePod";

const event = (name: string) =>
  JSON.parse(readFileSync(path.join(__dirname, "..", "..", "findings", "events", `${name}.json`), "utf8"));
const finding = (given: unknown): Finding => (eventReader()(given).findings[0] as { finding: Finding }).finding;
const arn = "arn:aws:eks:eu-west-1:444455556666:pod/shop-prod/shop/checkout-7d9f8";
const named = (given: unknown) => {
  const found = isolatePod.targets(finding(given));
  return Array.isArray(found) ? found.map((target: Target) => target.arn) : reasonOf(found as any);
};

/** The runtime finding with another workload. */
function workload(details: object | null, cluster: object = {}) {
  const given = event("guardduty-eks-runtime");
  const { resource } = given.detail;
  const before = resource.kubernetesDetails.kubernetesWorkloadDetails;
  resource.kubernetesDetails.kubernetesWorkloadDetails = details && { ...before, ...details };
  Object.assign(resource.eksClusterDetails, cluster);
  return given;
}

describe("what a finding about a pod asks for", () => {
  it("N78: isolate-pod gets the pod by cluster, namespace and name, with its uid", () => {
    assert.deepEqual(named(workload({})), [arn]);
    const [target] = isolatePod.targets(finding(workload({}))) as Target[];
    assert.deepEqual(target!.details, { uid: "00000000-1111-4222-8333-444444444444" });
    assert.deepEqual(named(workload({ type: "Pod" }, { arn: null })), [arn]);
    const [unknown] = isolatePod.targets(finding(workload({ uid: "../x" }))) as Target[];
    assert.deepEqual(unknown!.details, { uid: "" });
  });

  it("N78: a workload that is no pod, or without a valid name, is left to a person", () => {
    const others = [
      null,
      { type: "deployments" },
      { type: null },
      { name: "a/b" },
      { namespace: "Shop" },
      { name: null },
    ];
    for (const details of others)
      assert.match(String(named(workload(details))), /names no pod/, JSON.stringify(details));
    assert.match(String(named(workload({}, { name: null, arn: null }))), /names no pod/);
  });

  it("N78: an attack sequence names its pods, if it names one cluster alone", () => {
    const given = event("guardduty-attacksequence-eks");
    assert.deepEqual(named(given), [arn]);
    const { resources } = given.detail.service.detection.sequence;
    const item = resources.find((one: any) => one.resourceType === "KUBERNETES_WORKLOAD");
    item.data.kubernetesWorkload = { namespace: "shop", type: "PODS" };
    assert.deepEqual(named(given), [arn]);
    resources.push(structuredClone(item));
    assert.deepEqual(named(given), [arn]);
    const [cluster] = resources;
    resources.push({ ...cluster, uid: `${cluster.uid}2`, name: "shop-prod2" });
    assert.match(String(named(given)), /names no pod/);
  });
});
