import { z } from "zod";

/** What can be set for isolate-task. */
export const isolateTaskSettings = {
  /** Whether network ACLs keep a task with a network interface of its own from the other subnets of its VPC. */
  networkAcls: z.boolean().default(true),
  /** Whether the task is stopped once its network is cut, which ends its processes and loses its memory. */
  stopTask: z.boolean().default(false),
};
