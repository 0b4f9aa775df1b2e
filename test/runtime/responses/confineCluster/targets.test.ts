import assert from "node:assert/strict";
import { guardDutyCluster, guardDutyPod } from "../../../../rehearsal/clusterFindings";
import { eventReader } from "../../../../runtime/findings/eventReader";
import type { Finding } from "../../../../runtime/model/finding";
import { reasonOf } from "../../../../runtime/model/refusal";
import type { Target } from "../../../../runtime/model/target";
import { confineCluster } from "../../../../runtime/responses/confineCluster";

const place = { account: "444455556666", region: "eu-west-1" };
const username = "arn:aws:sts::444455556666:assumed-role/operations/jane";
const arn = "arn:aws:eks:eu-west-1:444455556666:cluster/shop";

function finding(change: (resource: any) => void = () => {}): Finding {
  const detail = guardDutyCluster(place, { cluster: "shop", username });
  change(detail["resource"]);
  return read(detail);
}

function read(detail: object): Finding {
  const event = { source: "aws.guardduty", "detail-type": "GuardDuty Finding", ...place, detail };
  return (eventReader()(event).findings[0] as { finding: Finding }).finding;
}

describe("what a finding about the API of a cluster asks for", () => {
  it("N9h: confine-cluster gets the cluster, with the user that the finding names", () => {
    const [target, ...others] = confineCluster.targets(finding()) as Target[];
    assert.deepEqual([target!.arn, target!.details, others], [arn, { user: username }, []]);
    const [nameless] = confineCluster.targets(finding((resource) => delete resource.kubernetesDetails)) as Target[];
    assert.deepEqual(nameless!.details, { user: "" });
  });

  it("N9h: Security Hub and AWS Config name it too", () => {
    assert.deepEqual(confineCluster.resourceTypes, ["EKSCluster", "AWS::EKS::Cluster", "AwsEksCluster"]);
  });

  it("N9h: a finding without a cluster, or with one in an unknown form, is read and left to a person", () => {
    for (const eksClusterDetails of [undefined, 1, { name: "../x", arn: null }]) {
      const without = finding((resource) => Object.assign(resource, { eksClusterDetails }));
      assert.match(reasonOf(confineCluster.targets(without) as any), /names no cluster of EKS/);
    }
    const { resources } = finding((resource) => Object.assign(resource.eksClusterDetails, { name: null }));
    assert.deepEqual(resources, [
      { accountId: place.account, region: place.region, partition: "aws", kind: "eks-cluster", id: "shop" },
    ]);
  });

  it("N9h: a finding about a compromised pod is none about its cluster, which would stay undecided", () => {
    for (const type of ["CryptoCurrency:Runtime/BitcoinTool.B", "Execution:Kubernetes/MaliciousFile"]) {
      const detail = guardDutyPod(place, { cluster: "shop", namespace: "checkout", name: "cart-1" }, type);
      const kinds = read(detail).resources.map(({ kind }) => kind);
      assert.deepEqual(kinds, ["eks-pod"], type);
    }
  });

  it("N9f: the notice names the user and the cluster", () => {
    assert.deepEqual(finding().named, [
      { what: "EKS cluster", name: "shop" },
      { what: "Kubernetes user", name: username },
    ]);
  });
});
