import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { accounts, region } from "../local/world/accounts";
import { layOutFleet, makeDeployer } from "../local/world/fleetFolder";
import { project as root } from "../local/world/stackFiles";
import type { World } from "../local/world/world";
import { inParallel } from "../runtime/lib/inParallel";

/** Accounts without a stack. */
export const fresh = Array.from({ length: 12 }, (_, index) => String(600_000_000_000 + index));

/** Processor seconds of deployments of member accounts, the provider's double included, without the local AWS. */
export interface FleetTimes {
  /** Of each account, at its first deployment. */
  first: number;
  /** Of each account beyond the first, if nothing has changed and all are deployed again. */
  further: number;
  /** Of all accounts together, if nothing has changed. */
  unchanged: number;
}

/** Deploys the fresh accounts with `fleet up`, each with its own role, from the security account. */
export async function deployFleet(world: World): Promise<FleetTimes> {
  const folder = await mkdtemp(path.join(tmpdir(), "firebreak-bench-"));
  try {
    await layOutFleet(folder, {
      organizationId: world.organizationId,
      securityAccountId: accounts.security.id,
      homeRegion: region,
      accounts: fresh,
      deploymentRole: "deployer",
      defaults: { regions: [region] },
    });
    const security = accounts.security.id;
    await inParallel(fresh, 4, (account) => makeDeployer(world.endpoint, { account, security, name: "deployer" }));
    const up = (only: string[], ...options: string[]) =>
      processorSeconds(world, folder, [
        ...[
          "fleet",
          "up",
          "--yes",
          "--no-proof",
          "--concurrency",
          "2",
          "--only",
          only.map((id) => `service-${id}`).join(),
        ],
        ...options,
      ]);
    const all = await up(fresh);
    const one = await up(fresh.slice(0, 1), "--force");
    const again = await up(fresh, "--force");
    return {
      first: all / fresh.length,
      further: (again - one) / (fresh.length - 1),
      unchanged: await up(fresh),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The processor time of a run of the tool. */
function processorSeconds(world: World, cwd: string, argv: string[]): Promise<number> {
  const credentials = { AWS_ACCESS_KEY_ID: accounts.security.id, AWS_SECRET_ACCESS_KEY: "local", AWS_REGION: region };
  const env = { ...process.env, ...world.environment, ...credentials };
  return secondsOf([process.execPath, path.join(root, "cli", "firebreak.cjs"), ...argv], { cwd, env });
}

/** The processor time of a command with all processes below it, as the shell counts it. */
export async function secondsOf(command: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
  // https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#times
  const { stdout } = await promisify(execFile)("sh", ["-c", '"$@" >&2 || exit 1; times', "sh", ...command], options);
  const [, below = ""] = stdout.trim().split("\n");
  const times = [...below.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds),
  );
  if (times.length !== 2) throw new Error(`the shell's times are "${stdout}"`);
  return times[0]! + times[1]!;
}
