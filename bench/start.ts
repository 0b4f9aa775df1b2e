import path from "node:path";
import { project } from "../local/world/stackFiles";
import { secondsOf } from "./fleet";

const rounds = 5;

/** The processor seconds with which a verb starts, beyond those of Node.js alone; the median, after the first start has built the tool. */
export async function startSeconds(): Promise<number> {
  const verb = [process.execPath, path.join(project, "cli", "firebreak.cjs"), "incidents", "--help"];
  await secondsOf(verb);
  const found: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const alone = await secondsOf([process.execPath, "-e", "0"]);
    found.push((await secondsOf(verb)) - alone);
  }
  return found.sort((left, right) => left - right)[Math.floor(rounds / 2)]!;
}
