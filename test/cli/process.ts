import { execFile } from "node:child_process";
import path from "node:path";
import { project } from "../../local/world/stackFiles";

/** What a run of the tool in its own process came to. */
export interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Runs the tool in its own process and another folder, with no other environment than the given one. */
export function start(argv: string[], cwd: string, env: Record<string, string>): Promise<Ended> {
  const file = path.join(project, require("../../package.json").bin.firebreak);
  const alone = { PATH: process.env.PATH!, HOME: cwd, AWS_EC2_METADATA_DISABLED: "true", ...env };
  return new Promise((resolve) => {
    const options = { cwd, env: alone, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [file, ...argv], options, (error, out, err) =>
      resolve({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, out, err }),
    );
  });
}
