import type { Course } from "./course";
import { copyRehearsal } from "./testResources/copy";
import { functionRehearsal } from "./testResources/function";
import { instanceRehearsal } from "./testResources/instance";
import { bucketRehearsal, groupRehearsal } from "./testResources/posture";
import { principalRehearsal } from "./testResources/principals";
import { taskRehearsal } from "./testResources/task";
import { trailRehearsal } from "./testResources/trail";

/** The rehearsal of each response. Incidents that only AWS services can trigger are only in the drill. */
export const courses: Record<string, Course> = {
  "isolate-instance": instanceRehearsal,
  "block-principal": principalRehearsal,
  "confine-security-group": groupRehearsal,
  "block-public-bucket": bucketRehearsal,
  "stop-function": functionRehearsal,
  "unshare-copy": copyRehearsal,
  "isolate-task": taskRehearsal,
  "restore-guardrail": trailRehearsal,
};
