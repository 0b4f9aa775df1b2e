import { taskParts } from "../../runtime/resources/task";
import { guardDutyTask } from "../findings";
import type { Incident } from "../incident";
import type { Place } from "../place";
import { aclEntries } from "../readBack";

/** A task with an address of its own. */
export interface TestTask {
  taskArn: string;
  definition: string;
  vpcId: string;
  address: string;
}

/** The entries of network ACLs about the address of a task. */
export const wallOf = async ({ clients: { ec2 } }: Place, { vpcId, address }: TestTask): Promise<string[]> =>
  (await aclEntries(ec2, { vpc: vpcId })).filter((entry) => entry.endsWith(` ${address}/32`));

/** A task communicates with an address that has to do with Bitcoin. */
export const miningTask = (place: Place, task: TestTask): Incident => ({
  title: `${place.name}: a task mines Bitcoin; it is cut off from the other subnets and goes on as evidence`,
  expected: "contained",
  response: "isolate-task",
  happen() {
    const { account, region, partition } = place;
    return place.tell(guardDutyTask({ account, region, partition }, task));
  },
  async proof() {
    // By config it is stopped instead.
    if (await isStopped(place, task)) return undefined;
    const denied = (await wallOf(place, task)).filter((entry) => entry.includes(" deny "));
    const missing = ["in", "out"].filter((direction) => !denied.some((entry) => entry.startsWith(`${direction} `)));
    return missing.length > 0 ? `no network ACL denies ${task.address} ${missing.join(" and ")}` : undefined;
  },
});

async function isStopped({ clients: { ecs } }: Place, { taskArn }: TestTask): Promise<boolean> {
  const { cluster } = taskParts(taskArn.split(":task/")[1]!);
  const { tasks = [] } = await ecs.describeTasks({ cluster, tasks: [taskArn] });
  return tasks[0]?.desiredStatus === "STOPPED";
}
