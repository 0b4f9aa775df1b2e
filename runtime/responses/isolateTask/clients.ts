import type { EC2 } from "@aws-sdk/client-ec2";
import type { ECS } from "@aws-sdk/client-ecs";
import type { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ReadContext } from "../../model/response";
import type { TaskPriorState, TaskState } from "./state";

/** The clients that isolation needs in the target's account and Region. */
export interface TaskClients {
  ecs: ECS;
  ec2: EC2;
  elbv2: ElasticLoadBalancingV2;
}

/** What is known of the task while it is read. */
export type Context = ReadContext<TaskState, TaskPriorState>;
