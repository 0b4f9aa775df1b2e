import assert from "node:assert/strict";
import { EKS } from "@aws-sdk/client-eks";
import { applyAccess, clusterApi, makePod } from "../../../local/aws/clusterApi";
import { type Sent, send } from "../../../runtime/aws/cluster/send";
import { clusterToken } from "../../../runtime/aws/cluster/token";
import { member, region } from "./instance";
import { network } from "./machines";
import { allow, as, assume, type Credentials, errorName, outcome, role, session, unique } from "./principals";

describe("local AWS: clusters of EKS", function () {
  this.timeout(60_000);
  const policy = (name: string, more: object = {}) => ({
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name },
    spec: { podSelector: {}, policyTypes: ["Ingress"], ...more },
  });
  const policies = "/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies";

  async function prepared() {
    const eks = new EKS(await as(member));
    const name = unique("cluster");
    const { subnet, vpc } = await network();
    const roleArn = `arn:aws:iam::${member}:role/cluster`;
    await eks.createCluster({ name, roleArn, resourcesVpcConfig: { subnetIds: [subnet] } });
    const api = await clusterApi(eks, name);
    await applyAccess(api);
    return { eks, name, api, vpc };
  }

  async function signedIn(name: string, credentials: Credentials) {
    const { cluster } = await new EKS(await as(member)).describeCluster({ name });
    const ca = Buffer.from(cluster!.certificateAuthority!.data!, "base64").toString();
    const at = { url: cluster!.endpoint!, ca };
    const given = { sessionToken: "", ...credentials };
    return (sent: Sent, token = clusterToken(name, region, given)) => send(at, token, sent);
  }

  // https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
  it("N79: a token proves who signed it for this cluster, and the access entry says what that role may do", async () => {
    const { eks, name, api, vpc } = await prepared();
    assert.equal((await eks.describeCluster({ name })).cluster!.resourcesVpcConfig!.vpcId, vpc);
    const uid = await makePod(api, { namespace: "shop", name: "cart", address: "10.0.0.9" });
    const arn = await role(member);
    const credentials = await assume(arn, member);
    const call = await signedIn(name, credentials);
    const get: Sent = { method: "GET", path: "/api/v1/namespaces/shop/pods/cart" };
    const code = (error: any) => error.code;
    assert.equal(await call(get).catch(code), "NoClusterAccess");
    await eks.createAccessEntry({ clusterName: name, principalArn: arn, kubernetesGroups: ["firebreak-contain"] });
    assert.equal((await call(get)).metadata.uid, uid);
    const own = { sessionToken: "", ...credentials };
    const tokens = [
      clusterToken("another", region, own),
      clusterToken(name, region, { ...own, secretAccessKey: "guessed" }),
      clusterToken(name, region, own, new Date(Date.now() - 3_600_000)),
      "k8s-aws-v1.e30",
      "",
    ];
    for (const token of tokens) assert.equal(await call(get, token).catch(code), "NoClusterAccess", token);
    const another = await prepared();
    const { cluster } = await another.eks.describeCluster({ name: another.name });
    const foreign = Buffer.from(cluster!.certificateAuthority!.data!, "base64").toString();
    const url = (await eks.describeCluster({ name })).cluster!.endpoint!;
    assert.equal(
      await send({ url, ca: foreign }, clusterToken(name, region, own), get).catch(code),
      "ClusterUnavailable",
    );
    const refused = await call({ method: "DELETE", path: `${policies}/none` }).catch((error: any) => error);
    assert.equal(refused.code, "AccessDenied");
    assert.match(refused.message, /cannot delete resource "networkpolicies"/);
  });

  // https://kubernetes.io/docs/reference/using-api/api-concepts/
  it("N79: bodies follow the API's schema, and a uid guards against another object of the same name", async () => {
    const { api } = await prepared();
    const code = (error: any) => error.code;
    assert.equal((await api("POST", policies, policy("one"))).metadata.name, "one");
    assert.equal(await api("POST", policies, policy("one")).catch(code), "AlreadyExists");
    for (const wrong of [{ policytypes: [] }, { policyTypes: ["All"] }, { ingress: {} }, { podSelector: { app: "x" } }])
      assert.equal(
        await api("POST", policies, policy("two", wrong)).catch(code),
        "ValidationError",
        JSON.stringify(wrong),
      );
    await makePod(api, { namespace: "shop", name: "cart", address: "10.0.0.9", labels: { app: "cart" } });
    const pod = "/api/v1/namespaces/shop/pods/cart";
    const patch = (uid: string, labels: object) => api("PATCH", pod, { metadata: { uid, labels } });
    const { uid } = (await api("GET", pod)).metadata;
    assert.equal(await patch("another", { a: "b" }).catch(code), "Conflict");
    assert.deepEqual((await patch(uid, { a: "b" })).metadata.labels, { app: "cart", a: "b" });
    assert.deepEqual((await patch(uid, { a: null })).metadata.labels, { app: "cart" });
    assert.equal(await patch(uid, { a: "not a label!" }).catch(code), "ValidationError");
    const gone = { preconditions: { uid: "another" } };
    assert.equal(await api("DELETE", `${policies}/one`, gone).catch(code), "Conflict");
    await api("DELETE", `${policies}/one`);
    assert.deepEqual((await api("GET", policies)).items, []);
  });

  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html
  it("N79: rights are checked against the cluster's ARN; Pod Identity names the role of a service account", async () => {
    const { eks, name } = await prepared();
    const other = unique("cluster");
    const arn = `arn:aws:eks:${region}:${member}:cluster/${name}`;
    const narrow = await session(member, allow("eks:DescribeCluster", arn));
    const theirs = new EKS(await as(narrow));
    assert.equal(await outcome(theirs.describeCluster({ name })), "allowed");
    assert.equal(await errorName(theirs.describeCluster({ name: other })), "AccessDeniedException");
    const made = {
      clusterName: name,
      namespace: "shop",
      serviceAccount: "cart",
      roleArn: `arn:aws:iam::${member}:role/r`,
    };
    await eks.createPodIdentityAssociation(made);
    const [found] = (await eks.listPodIdentityAssociations({ clusterName: name, serviceAccount: "cart" }))
      .associations!;
    const { associationId } = found!;
    assert.equal(
      (await eks.describePodIdentityAssociation({ clusterName: name, associationId: associationId! })).association!
        .roleArn,
      made.roleArn,
    );
  });
});
