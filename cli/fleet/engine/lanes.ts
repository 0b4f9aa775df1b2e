import { type ChildProcess, fork } from "node:child_process";
import { laneArgument } from "../../bundling.cjs";
import { problem } from "../../problem";
import type { Changes, Engine, Job } from "../rollout/engine";
import { locksIn, lockText } from "./locks";
import type { FromLane, ToLane } from "./messages";
import type { Bundled } from "./program";
import { pulumi } from "./pulumi";
import { readLastUpdate, readState } from "./readStack";

/**
 * The engine that deploys with the Pulumi CLI. Each stack in work has a process, which then takes the next stack.
 *
 * @param program runs inside these processes if it exports a function; the security account's stack, and any other program, has
 *   a process of Pulumi's for itself
 */
export function lanesEngine(program: Bundled | undefined): Engine {
  const idle: ChildProcess[] = [];
  const busy: ChildProcess[] = [];
  let stopped = false;
  return {
    async run(job, tell) {
      if (stopped) throw problem("the run was stopped");
      const lane = idle.pop() ?? startLane(program);
      busy.push(lane);
      try {
        return await runIn(lane, job, tell);
      } finally {
        busy.splice(busy.indexOf(lane), 1);
        if (lane.connected) idle.push(lane);
      }
    },
    lastUpdate: (stack, workspace) => readLastUpdate(stack, workspace),
    state: (stack, workspace) => readState(stack, workspace),
    async unlock(stack, workspace) {
      await pulumi(workspace, "cancel", stack, "--yes");
    },
    stop() {
      stopped = true;
      for (const lane of busy) send(lane, { kind: "stop" });
    },
    async close() {
      await Promise.all(
        idle.map((lane) => {
          const ended = new Promise((resolve) => lane.once("exit", resolve));
          lane.disconnect();
          return ended;
        }),
      );
    },
  };
}

function startLane(program: Bundled | undefined): ChildProcess {
  const lane = fork(require.main!.filename, [laneArgument], {
    // In a process group of its own: Ctrl-C would reach Pulumi twice, directly and by way of us, and a second one makes Pulumi end
    // at once and leave its lock (https://www.pulumi.com/docs/iac/cli/commands/pulumi_cancel/).
    detached: true,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  send(lane, { kind: "program", program });
  return lane;
}

const send = (lane: ChildProcess, message: ToLane) => {
  if (lane.connected) lane.send(message);
};

function runIn(lane: ChildProcess, job: Job, tell: (line: string) => void): Promise<Changes> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: FromLane) => {
      if (message.kind === "line") return tell(message.line);
      end();
      if (message.kind === "done") return resolve(message.changes);
      const [lock] = locksIn(job.stack, message.message);
      reject(problem(lock ? lockText(lock) : message.message));
    };
    const onExit = (code: number | null, signal: string | null) => {
      end();
      reject(problem(`the process that deployed the stack ended: ${signal ?? `exit code ${code}`}`));
    };
    const end = () => {
      lane.off("message", onMessage);
      lane.off("exit", onExit);
    };
    lane.on("message", onMessage);
    lane.on("exit", onExit);
    send(lane, { kind: "job", job, inline: !job.isMaster });
  });
}
