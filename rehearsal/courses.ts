import type { Course } from "./course";
import { instanceRehearsal } from "./patients/instance";
import { bucketRehearsal, groupRehearsal } from "./patients/posture";
import { principalRehearsal } from "./patients/principals";

/** What is rehearsed of each response. What AWS lets nobody but its own services begin is in the drill only. */
export const courses: Record<string, Course> = {
  "isolate-instance": instanceRehearsal,
  "block-principal": principalRehearsal,
  "confine-security-group": groupRehearsal,
  "block-public-bucket": bucketRehearsal,
};
