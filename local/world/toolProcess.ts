import { execFile, execFileSync, spawn } from "node:child_process";
import path from "node:path";
import { project } from "./stackFiles";

/** The result of a run of the tool in its own process. */
export interface Ended {
  code: number;
  out: string;
  err: string;
}

const file = path.join(project, require("../../package.json").bin.firebreak);

const environment = (cwd: string, env: Record<string, string>) => ({
  PATH: process.env.PATH!,
  HOME: cwd,
  AWS_EC2_METADATA_DISABLED: "true",
  ...env,
});

/** Runs the tool in its own process and another folder, with only the given environment. */
export function start(argv: string[], cwd: string, env: Record<string, string>): Promise<Ended> {
  const alone = environment(cwd, env);
  return new Promise((resolve) => {
    const options = { cwd, env: alone, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [file, ...argv], options, (error, out, err) =>
      resolve({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, out, err }),
    );
  });
}

/** A run of the tool in progress. */
export interface Running {
  /** The id of the process. */
  pid: number;
  ended: Promise<Ended>;
  running(): boolean;
  /** Waits until standard error, or standard output, says something. @throws Error with all of it if the run ends before */
  printed(words: RegExp, on?: "err" | "out"): Promise<string>;
  kill(signal: "SIGKILL" | "SIGINT" | "SIGTERM"): void;
}

/** Starts the tool in its own process, like `start`, and gives access to its output during the run. */
export function startWatched(argv: string[], cwd: string, env: Record<string, string>): Running {
  const child = spawn(process.execPath, [file, ...argv], { cwd, env: environment(cwd, env) });
  const said = { out: "", err: "" };
  const listeners: (() => void)[] = [];
  for (const [stream, name] of [
    [child.stdout, "out"],
    [child.stderr, "err"],
  ] as const) {
    stream.on("data", (data) => {
      said[name] += data;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code) => resolve({ code: code ?? -1, ...said }));
  });
  return {
    pid: child.pid!,
    ended,
    running: () => child.exitCode === null && child.signalCode === null,
    printed: (words, on = "err") =>
      new Promise((resolve, reject) => {
        const look = () => words.test(said[on]) && resolve(words.exec(said[on])![0]);
        listeners.push(look);
        look();
        ended.then(() => reject(new Error(`it never printed ${words}: ${said.err}`)));
      }),
    kill: (signal) => child.kill(signal),
  };
}

/** A process and all below it. */
export function treeOf(root: number): number[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const all = lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const below = (id: number): number[] => [
    id,
    ...all.filter(([, parent]) => parent === id).flatMap(([child]) => below(child)),
  ];
  return below(root);
}
