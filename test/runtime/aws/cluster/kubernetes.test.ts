import assert from "node:assert/strict";
import { logCalls } from "../../../../runtime/aws/callLog";
import { kubernetesOf } from "../../../../runtime/aws/cluster/kubernetes";
import { clusterToken } from "../../../../runtime/aws/cluster/token";
import type { LoggedCall } from "../../../../runtime/run/run";

const credentials = { accessKeyId: "ASIAEXAMPLEEXAMPLE01", secretAccessKey: "x", sessionToken: "a/b+c=" };
const config = { region: "eu-west-1", maxAttempts: 1, retryMode: "standard", credentials };
const pod = { cluster: "shop", namespace: "checkout", name: "cart-1" };

/** The Kubernetes API of a cluster at a port where nothing listens. */
function unreachable(resourcesVpcConfig: object, data = "Y2E=") {
  const asked: string[] = [];
  const eks = {
    async describeCluster({ name }: { name: string }) {
      asked.push(name);
      return { cluster: { endpoint: "https://127.0.0.1:1", certificateAuthority: { data }, resourcesVpcConfig } };
    },
  };
  return { asked, client: kubernetesOf(config, eks as any) };
}

describe("the Kubernetes API of a cluster", () => {
  const cases: [what: string, cluster: object, code: string][] = [
    ["only its VPC reaches", { endpointPublicAccess: false }, "ClusterPrivate"],
    ["admits some ranges and does not answer", { publicAccessCidrs: ["203.0.113.0/24"] }, "ClusterPrivate"],
    ["admits everyone and does not answer", { publicAccessCidrs: ["0.0.0.0/0"] }, "ClusterUnavailable"],
  ];
  for (const [what, resourcesVpcConfig, code] of cases)
    it(`N71: that ${what}: ${code}`, async () => {
      const { client } = unreachable(resourcesVpcConfig);
      await assert.rejects(client.getPod(pod), (error: any) => error.code === code);
    });

  it("N71: of a cluster that is being created is not there yet", async () => {
    const { client } = unreachable({}, "");
    await assert.rejects(client.getPod(pod), /cluster shop has no API yet/);
  });

  it("N70: a cluster is looked up once, and each call is logged as one of a client of AWS", async () => {
    const { asked, client } = unreachable({ publicAccessCidrs: ["0.0.0.0/0"] });
    const calls: LoggedCall[] = [];
    logCalls(client as any, () => calls);
    await assert.rejects(client.getPod(pod));
    await assert.rejects(client.patchPod({ ...pod, patch: {} }));
    assert.deepEqual(
      calls.map(({ service, operation }) => `${service} ${operation}`),
      ["Kubernetes GetPod", "Kubernetes PatchPod"],
    );
    assert.deepEqual(asked, ["shop"]);
  });

  it("N70: what a reading shows of a cluster serves the calls after it, and a cluster that is gone has no pod", async () => {
    const { asked, client } = unreachable({ endpointPublicAccess: false });
    await client.describeCluster("shop");
    await assert.rejects(client.getPod(pod), (error: any) => error.code === "ClusterPrivate");
    assert.deepEqual(asked, ["shop"]);
    await client.describeCluster("shop");
    assert.deepEqual(asked, ["shop", "shop"]);
    const gone = Object.assign(new Error("no"), { name: "ResourceNotFoundException" });
    const without = kubernetesOf(config, { describeCluster: () => Promise.reject(gone) } as any);
    assert.equal(await without.describeCluster("shop"), undefined);
    await assert.rejects(without.getPod(pod), (error: any) => error.name === "ResourceNotFoundException");
  });

  it("N70: a token is a signed call of the Region's STS for this cluster, in the partition's domain", () => {
    const now = new Date("2026-11-30T12:00:00.123Z");
    const urlOf = (region: string) => {
      const [, encoded = ""] = clusterToken("shop", region, credentials, now).split("k8s-aws-v1.");
      return new URL(Buffer.from(encoded, "base64url").toString());
    };
    const { host, searchParams } = urlOf("eu-west-1");
    assert.equal(host, "sts.eu-west-1.amazonaws.com");
    assert.equal(urlOf("cn-north-1").host, "sts.cn-north-1.amazonaws.com.cn");
    const { "X-Amz-Signature": signature, ...rest } = Object.fromEntries(searchParams);
    assert.match(signature!, /^[0-9a-f]{64}$/);
    assert.deepEqual(rest, {
      Action: "GetCallerIdentity",
      Version: "2011-06-15",
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": "ASIAEXAMPLEEXAMPLE01/20261130/eu-west-1/sts/aws4_request",
      "X-Amz-Date": "20261130T120000Z",
      "X-Amz-Expires": "60",
      "X-Amz-Security-Token": "a/b+c=",
      "X-Amz-SignedHeaders": "host;x-k8s-aws-id",
    });
  });
});
