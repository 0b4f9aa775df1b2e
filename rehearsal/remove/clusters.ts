import type { ECS } from "@aws-sdk/client-ecs";
import { pages } from "../../runtime/aws/pages";
import { namePrefix, runIn } from "../names";
import { type Attempt, onceFree, type Pause } from "./attempt";

/** How long to wait for tasks to stop, in milliseconds. */
const timeout = 300_000;

/** Removes clusters of ECS with their tasks. */
export async function removeClusters(ecs: ECS, attempt: Attempt, pause: Pause): Promise<void> {
  const arns = await pages(
    (nextToken) => ecs.listClusters({ ...(nextToken && { nextToken }) }),
    (page) => page.clusterArns,
    (page) => page.nextToken,
  );
  const named = arns.map((arn) => arn.split("/")[1]!).filter((name) => name.startsWith(namePrefix));
  for (const name of named) {
    const { clusters = [] } = await ecs.describeClusters({ clusters: [name], include: ["TAGS"] });
    const { status, tags = [] } = clusters[0] ?? {};
    // A deleted cluster shows for some time.
    if (status === "INACTIVE" || runIn(tags.map(({ key, value }) => ({ Key: key, Value: value }))) === undefined)
      continue;
    await attempt(`cluster ${name}`, () => removeCluster(ecs, name, pause));
  }
}

/** A cluster cannot be deleted while its tasks run: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html */
async function removeCluster(ecs: ECS, cluster: string, pause: Pause): Promise<void> {
  const { taskArns = [] } = await ecs.listTasks({ cluster, desiredStatus: "RUNNING" });
  for (const task of taskArns) await ecs.stopTask({ cluster, task, reason: "end of the rehearsal" });
  const busy = { name: "ClusterContainsTasksException", until: Date.now() + timeout };
  await onceFree(pause, busy, () => ecs.deleteCluster({ cluster }));
}
