import * as pulumi from "@pulumi/pulumi";
import { withoutCode } from "../../components/functions/closure";
import { resourcesOf } from "../../components/program";
import { namespace } from "../../components/settings/problems";
import type { Settings } from "../../components/settings/schema";
import { withoutStackTraces } from "../../components/shared/stackTraces";
import type { PlannedResource } from "./plan";

/**
 * Every resource that the stack's program would create, with its inputs. The program runs with mocks: it does not call
 * AWS, and GuardDuty detectors count as absent. So the program stays the only place that says what a stack needs
 * (https://www.pulumi.com/docs/iac/concepts/testing/unit/).
 *
 * @param partition the id of the account's partition, such as `aws`
 * @throws the program's errors about its settings
 */
export async function plannedResources(
  settings: Settings,
  stack: string,
  partition: string,
): Promise<PlannedResource[]> {
  const planned: PlannedResource[] = [];
  const { accountId, homeRegion } = settings;
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs, custom }) {
        if (custom || type.startsWith("awsx:")) {
          planned.push({ type, logicalName: name, region: inputs["region"] ?? homeRegion, inputs });
        }
        const given = inputs["name"] ?? name;
        const region = inputs["region"] ?? homeRegion;
        // A plausible ARN for policies; the checks only read their actions.
        const arn = `arn:${partition}:${type.split(":")[1]?.split("/")[0]}:${region}:${accountId}:${given}`;
        return { id: `${name}-id`, state: { arn, url: arn, keyId: name, ...inputs, name: given } };
      },
      call({ token }) {
        if (token === "aws:index/getPartition:getPartition") return { partition, id: partition };
        if (token.endsWith(":getOrganizationalUnitDescendantAccounts")) return { accounts: [], id: "none" };
        // The error that means "no detector" to the program; Pulumi reads it from this field of a gRPC error.
        if (token === "aws:guardduty/getDetector:getDetector") {
          throw Object.assign(new Error("empty result"), { details: "empty result" });
        }
        throw new Error(`preflight has no mock for ${token}, which the program reads`);
      },
    },
    namespace,
    stack,
    true,
  );
  try {
    const run = () => pulumi.runtime.runInPulumiStack(() => resourcesOf(settings));
    await withoutStackTraces(() => withoutCode(run));
  } finally {
    await pulumi.runtime.disconnect();
  }
  return planned;
}
