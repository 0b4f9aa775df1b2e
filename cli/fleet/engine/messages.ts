import type { Changes, Job } from "../rollout/engine";
import type { Bundled } from "./program";

/** What a lane is told. */
export type ToLane =
  | { kind: "program"; program: Bundled | undefined }
  | { kind: "job"; job: Job; inline: boolean }
  | { kind: "stop" };

/** What a lane answers: lines while it works, then one end. */
export type FromLane =
  | { kind: "line"; line: string }
  | { kind: "done"; changes: Changes }
  | { kind: "failed"; message: string };
