import type { Settings } from "../../components/settings/schema";
import { runMocked } from "../mockedProgram";
import type { PlannedResource } from "./plan";

/**
 * Every resource that the stack's program would create, with its inputs.
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
  await runMocked(settings, {
    stack,
    partition,
    preview: true,
    made({ type, name, inputs }) {
      const region = inputs["region"] ?? homeRegion;
      planned.push({ type, logicalName: name, region, inputs });
      const given = inputs["name"] ?? name;
      // A plausible ARN for policies; the checks only read their actions.
      const arn = `arn:${partition}:${type.split(":")[1]?.split("/")[0]}:${region}:${accountId}:${given}`;
      return { arn, url: arn, keyId: name, ...inputs, name: given };
    },
  });
  return planned;
}
