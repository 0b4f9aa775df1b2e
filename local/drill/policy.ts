import { accounts } from "../world/accounts";

/** The finding type for which `isolate-instance` needs approval in the drill. */
export const typeToApprove = "Impact:EC2/PortSweep";

/** The stack files for the drill: one type needs approval, and waits are short. */
export function drillPolicy(stack: string, text: string): string {
  const quick = text
    .replace(/conversionSeconds: \d+/, "conversionSeconds: 1")
    .replace(/lookAgainSeconds: \d+/, "lookAgainSeconds: 1");
  if (stack !== accounts.security.stack) return quick;
  const approve = `        - mode: approve\n          types: ["${typeToApprove}"]\n`;
  // The first response of the file is isolate-instance.
  return quick.replace(/^ {8}- mode: contain$/m, `${approve}$&`);
}
