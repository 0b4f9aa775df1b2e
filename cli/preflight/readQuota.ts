import type { Reading } from "../../runtime/doctor/reading";
import { codeOf } from "../../runtime/lib/errors";
import type { Ask } from "./ask";
import type { PreflightClients } from "./clients";
import type { Quota } from "./quotas";

/**
 * The value of a quota in a Region. A quota that was never changed for the account may have only its default value
 * (https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html).
 */
export async function readQuota(
  ask: Ask,
  { servicequotas }: Pick<PreflightClients, "servicequotas">,
  { service, code }: Quota,
): Promise<Reading<number>> {
  const asked = { ServiceCode: service, QuotaCode: code };
  const own = await ask("servicequotas:GetServiceQuota", async () => {
    try {
      return (await servicequotas.getServiceQuota(asked)).Quota?.Value;
    } catch (error) {
      if (codeOf(error) === "NoSuchResourceException") return undefined;
      throw error;
    }
  });
  if ("problem" in own) return own;
  if (own.value !== undefined) return { value: own.value };
  return ask("servicequotas:GetAWSDefaultServiceQuota", async () => {
    const value = (await servicequotas.getAWSDefaultServiceQuota(asked)).Quota?.Value;
    if (value === undefined) throw new Error(`${service} ${code} has no value`);
    return value;
  });
}
