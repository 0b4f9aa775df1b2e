import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";

/**
 * The AWS provider that the drill deploys with: the double, or with FIREBREAK_REAL_PROVIDER=1 the plugin of Pulumi in
 * the version of @pulumi/aws, if it is where the Pulumi CLI installs plugins.
 *
 * @returns the folder of the plugin, nothing for the double, or what the user must do.
 */
export async function chosenProvider(environment = process.env): Promise<{ provider?: string } | { problem: string }> {
  if (environment["FIREBREAK_REAL_PROVIDER"] !== "1") return {};
  const { version } = require("@pulumi/aws/package.json");
  const plugins = path.join(environment["PULUMI_HOME"] || path.join(homedir(), ".pulumi"), "plugins");
  const found = (await readdir(plugins).catch(() => [])).filter((name) => name.startsWith("resource-aws-v"));
  const wanted = `resource-aws-v${version}`;
  // Pulumi leaves this mark beside a plugin until it is complete.
  if (found.includes(wanted) && !found.includes(`${wanted}.partial`)) return { provider: path.join(plugins, wanted) };
  const there = found.length > 0 ? `, which has ${found.join(", ")}` : "";
  return {
    problem: `FIREBREAK_REAL_PROVIDER=1 needs version ${version} of Pulumi's AWS provider, which is not in ${plugins}${there}.
Install it: pulumi plugin install resource aws ${version}`,
  };
}
