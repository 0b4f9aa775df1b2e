import type { EC2 } from "@aws-sdk/client-ec2";
import { unchangedSince } from "../../../rehearsal/course";
import { guardDutyTask } from "../../../rehearsal/findings";
import { released } from "../../../rehearsal/incidents/release";
import { aclEntries } from "../../../rehearsal/readBack";
import { taskTarget } from "../../../runtime/resources/targets";
import { taskParts } from "../../../runtime/resources/task";
import { ecsIn, makeService, makeTaskNetwork, type Served } from "../../world/tasks";
import type { World } from "../../world/world";
import type { Incident, Stage } from "./incident";

/** Incidents with tasks of ECS. */
export async function taskIncidents({ world, ec2, places: { website }, followed }: Stage): Promise<Incident[]> {
  const network = await makeTaskNetwork(ec2.website, 8);
  const suspect = await makeService(world, "website", "checkout", network);
  const tags = { SecurityException: "a test of the defence" };
  const exempt = await makeService(world, "website", "attack-tools", await makeTaskNetwork(ec2.website, 9), { tags });
  const { account, region, partition } = website;
  const report = ({ tasks, definition }: Served) =>
    website.tell(guardDutyTask({ account, region, partition }, { taskArn: tasks[0]!, definition }));
  const target = taskTarget({ accountId: account, region, partition }, suspect.tasks[0]!.split(":task/")[1]!);
  const state = () => portrait(world, ec2.website, network.vpcId, target.id);
  return [
    {
      title: "website: a task mines Bitcoin; it is cut off from the other subnets and goes on as evidence",
      expected: "contained",
      response: "isolate-task",
      happen: () => report(suspect),
      proof: async () => {
        const { entries, isProtected } = await state();
        if (!entries.some((entry) => entry.includes("deny 10.8.2."))) return "no network ACL denies its address";
        return isProtected ? undefined : "it is not protected from scale-in";
      },
    },
    {
      title: "website: a task that tests the defence does the same, and is exempt",
      expected: "exempt",
      response: "isolate-task",
      happen: () => report(exempt),
    },
    {
      ...released(followed, {
        title: "website: it was a false alarm, and an analyst releases the task",
        response: "isolate-task",
        arn: target.arn,
        reason: "it was a false alarm",
        decisions: 2,
        proof: await unchangedSince(state),
      }),
      response: "isolate-task",
    },
  ];
}

/** What a release gives back. */
async function portrait(world: World, ec2: EC2, vpcId: string, id: string) {
  const { cluster, task } = taskParts(id);
  const { protectedTasks } = await ecsIn(world, "website").getTaskProtection({ cluster, tasks: [task] });
  return { entries: await aclEntries(ec2, { vpc: vpcId }), isProtected: protectedTasks![0]!.protectionEnabled };
}
