import type { EC2 } from "@aws-sdk/client-ec2";
import { guardDutyPod } from "../../../rehearsal/clusterFindings";
import { unchangedSince } from "../../../rehearsal/course";
import { released } from "../../../rehearsal/incidents/release";
import { aclEntries } from "../../../rehearsal/readBack";
import { podTarget } from "../../../runtime/resources/targets";
import { type ClusterApi, makePod } from "../../aws/clusterApi";
import { makeCluster, podInterface } from "../../world/clusters";
import { makeTaskNetwork } from "../../world/tasks";
import { enforcingCluster } from "../policy";
import type { Incident, Stage } from "./incident";

const namespace = "checkout";

/** Incidents with pods of EKS. */
export async function podIncidents({ world, ec2, places: { website }, followed }: Stage): Promise<Incident[]> {
  const network = await makeTaskNetwork(ec2.website, 10);
  const api = await makeCluster(world, "website", enforcingCluster, network);
  const { address } = await podInterface(ec2.website, network);
  const uid = await makePod(api, { namespace, name: "cart-1", address, labels: { app: "cart" } });
  const tags = { SecurityException: "a test of the defence" };
  const other = await makeCluster(world, "website", "attack-range", { ...network, tags });
  await makePod(other, { namespace, name: "scanner-1", address: "10.10.2.77" });
  const { account, region, partition } = website;
  const target = podTarget({ accountId: account, region, partition }, `${enforcingCluster}/${namespace}/cart-1`);
  const report = (cluster: string, name: string, known: { uid?: string } = {}) =>
    website.tell(guardDutyPod({ account, region, partition }, { cluster, namespace, name, ...known }));
  const state = () => portrait(api, ec2.website, network.vpcId);
  return [
    {
      title: "website: a pod mines Bitcoin; its cluster denies it all traffic, and it goes on as evidence",
      expected: "contained",
      response: "isolate-pod",
      happen: () => report(enforcingCluster, "cart-1", { uid }),
      proof: async () => {
        const { entries, policies, labels } = await state();
        if (!entries.some((entry) => entry.endsWith(`deny ${address}/32`))) return "no network ACL denies its address";
        const [policy] = policies;
        const selected = Object.entries(policy?.spec.podSelector.matchLabels ?? { none: "" });
        return selected.every(([key, value]) => labels[key] === value) ? undefined : "no policy selects it";
      },
    },
    {
      title: "website: a pod of a cluster for attack tests does the same, and is exempt",
      expected: "exempt",
      response: "isolate-pod",
      happen: () => report("attack-range", "scanner-1"),
    },
    {
      ...released(followed, {
        title: "website: it was a false alarm, and an analyst releases the pod",
        response: "isolate-pod",
        arn: target.arn,
        reason: "it was a false alarm",
        decisions: 2,
        proof: await unchangedSince(state),
      }),
      response: "isolate-pod",
    },
  ];
}

/** What a release gives back. */
async function portrait(api: ClusterApi, ec2: EC2, vpcId: string) {
  const { items } = await api("GET", `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`);
  const { metadata } = await api("GET", `/api/v1/namespaces/${namespace}/pods/cart-1`);
  const entries = await aclEntries(ec2, { vpc: vpcId });
  return { entries, policies: items as { spec: any }[], labels: metadata.labels as Record<string, string> };
}
