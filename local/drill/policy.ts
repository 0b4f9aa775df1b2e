import { accounts } from "../world/accounts";

/** The finding type for which `isolate-instance` needs approval in the drill. */
export const typeToApprove = "Impact:EC2/PortSweep";

/** The cluster of the drill that enforces network policies. */
export const enforcingCluster = "shop";

/** The stack files for the drill: one type needs approval, and waits are short. */
export function drillPolicy(stack: string, text: string): string {
  const quick = text
    .replace(/conversionSeconds: \d+/, "conversionSeconds: 1")
    .replace(/lookAgainSeconds: \d+/, "lookAgainSeconds: 1")
    .replace("enforcingClusters: []", `enforcingClusters: ["${enforcingCluster}"]`);
  if (stack !== accounts.security.stack) return quick;
  const approve = `        - mode: approve\n          types: ["${typeToApprove}"]\n`;
  // The first response of the file is isolate-instance.
  return quick.replace(/^ {8}- mode: contain$/m, `${approve}$&`);
}
