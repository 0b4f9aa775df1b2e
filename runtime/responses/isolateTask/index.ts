import { EC2 } from "@aws-sdk/client-ec2";
import { ECS } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { wallCalls, wallKind, wallMoves } from "../../aws/wall/acls";
import { isWalled } from "../../aws/wall/around";
import { isOfWall } from "../../aws/wall/entries";
import { wallLeftBehind } from "../../aws/wall/leftBehind";
import { wallIn } from "../../aws/wall/readAcls";
import { usesDns } from "../../findings/usesDns";
import type { Finding } from "../../model/finding";
import { leftToPerson } from "../../model/refusal";
import type { Response } from "../../model/response";
import { typeNames } from "../../resources";
import { taskTarget } from "../../resources/targets";
import type { TaskClients } from "./clients";
import { findingTypes } from "./findingTypes";
import { permissions } from "./permissions";
import { plan } from "./plan";
import { read } from "./read";
import { priorState, releasePlan } from "./release";
import { beyondReach, residualRisk } from "./residualRisk";
import type { TaskPriorState, TaskSettings, TaskState } from "./state";

/** Cuts a task of ECS off from the other subnets of its VPC and keeps it as evidence. */
export const isolateTask: Response<TaskState, TaskPriorState, TaskSettings, TaskClients> = {
  name: "isolate-task",
  words: { done: "task isolated", undone: "isolation removed" },
  resourceTypes: ["AttackSequence", ...typeNames("ecs-task")],
  kind: "ecs-task",
  findingTypes,
  customAction: { id: "IsolateTaskSH", name: "Isolate Task", description: "Firebreak isolates the task of ECS" },
  targets(finding: Finding) {
    const tasks = finding.resources.filter((resource) => resource.kind === "ecs-task");
    if (tasks.length === 0)
      return leftToPerson(`${finding.type} names no task: find it in the cluster and isolate it by hand`);
    // Always set: a hold without details would not count in `wanted`.
    const details = { channel: usesDns(finding.type) ? "dns" : "traffic" };
    return tasks.map((resource) => ({ ...taskTarget(resource, resource.id), details }));
  },
  clients: (config) => ({ ecs: new ECS(config), ec2: new EC2(config), elbv2: new ElasticLoadBalancingV2(config) }),
  read,
  tags: (state) => state.tags,
  unread: (state) => state.unread,
  isPartly: isWalled,
  plan,
  residualRisk,
  beyondReach,
  priorState,
  releasePlan,
  evidence: () => [],
  evidenceIn: () => [],
  givesBack: (call, evidence) => call.service === "ec2" && isOfWall(call, wallIn({ evidence })),
  marksAs: wallKind,
  leftBehind: wallLeftBehind,
  permissions,
  undoneBy: { source: "aws.ec2", calls: wallCalls, shared: wallMoves, regional: true },
};
