import * as pulumi from "@pulumi/pulumi";
import { withoutCode } from "../../components/functions/closure";
import { resourcesOf } from "../../components/program";
import { namespace } from "../../components/settings/problems";
import type { Settings } from "../../components/settings/schema";
import type { PlannedResource } from "./plan";

/**
 * Every resource that the stack's own program would make, with the inputs that it would give AWS. The program runs against
 * nothing: AWS is not asked, and detectors of GuardDuty count as absent. So what a stack needs stands in one place, the program
 * (https://www.pulumi.com/docs/iac/concepts/testing/unit/).
 *
 * @param partition the id of the account's partition, such as `aws`
 * @throws what the program throws about its settings
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
        // Real enough to be put into policies, which are looked at for their actions only.
        const arn = `arn:${partition}:${type.split(":")[1]?.split("/")[0]}:${region}:${accountId}:${given}`;
        return { id: `${name}-id`, state: { arn, url: arn, keyId: name, ...inputs, name: given } };
      },
      call({ token }) {
        if (token === "aws:index/getPartition:getPartition") return { partition, id: partition };
        if (token.endsWith(":getOrganizationalUnitDescendantAccounts")) return { accounts: [], id: "none" };
        // The text by which the program knows that there is no detector; Pulumi takes it from where gRPC has it.
        if (token === "aws:guardduty/getDetector:getDetector") {
          throw Object.assign(new Error("empty result"), { details: "empty result" });
        }
        throw new Error(`the program reads ${token}, which is not known here`);
      },
    },
    namespace,
    stack,
    true,
  );
  try {
    await withoutCode(() => pulumi.runtime.runInPulumiStack(() => resourcesOf(settings)));
  } finally {
    await pulumi.runtime.disconnect();
  }
  return planned;
}
