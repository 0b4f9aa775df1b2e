import { guardDutyCluster } from "../../../rehearsal/clusterFindings";
import { unchangedSince } from "../../../rehearsal/course";
import { released } from "../../../rehearsal/incidents/release";
import { eksClusterTarget } from "../../../runtime/resources/targets";
import { eksIn, makeCluster } from "../../world/clusters";
import { makeTaskNetwork } from "../../world/tasks";
import type { Incident, Stage } from "./incident";

/** Incidents with the APIs of clusters of EKS. */
export async function clusterIncidents({ world, ec2, places: { website }, followed }: Stage): Promise<Incident[]> {
  const network = await makeTaskNetwork(ec2.website, 11);
  const tags = { SecurityException: "a test of the defence" };
  await makeCluster(world, "website", "ledger", { ...network, closed: true });
  await makeCluster(world, "website", "red-team", { ...network, closed: true, tags });
  const { account, region, partition } = website;
  const username = `arn:${partition}:sts::${account}:assumed-role/operations/jane`;
  const report = (cluster: string) =>
    website.tell(guardDutyCluster({ account, region, partition }, { cluster, username }));
  const target = eksClusterTarget({ accountId: account, region, partition }, "ledger");
  const eks = eksIn(world, "website");
  const endpoint = async () => {
    const { resourcesVpcConfig = {} } = (await eks.describeCluster({ name: "ledger" })).cluster!;
    const { endpointPublicAccess, endpointPrivateAccess, publicAccessCidrs } = resourcesVpcConfig;
    return { endpointPublicAccess, endpointPrivateAccess, publicAccessCidrs };
  };
  return [
    {
      title: "website: the API of a cluster is called from a malicious address; it is closed to the internet",
      expected: "contained",
      response: "confine-cluster",
      happen: () => report("ledger"),
      proof: async () => ((await endpoint()).endpointPublicAccess ? "its public endpoint is open" : undefined),
    },
    {
      title: "website: so is the API of a cluster for attack tests, which is exempt",
      expected: "exempt",
      response: "confine-cluster",
      happen: () => report("red-team"),
    },
    {
      ...released(followed, {
        title: "website: it was a false alarm, and an analyst opens the API of the cluster again",
        response: "confine-cluster",
        arn: target.arn,
        reason: "it was a false alarm",
        decisions: 2,
        proof: await unchangedSince(endpoint),
      }),
      response: "confine-cluster",
    },
  ];
}
