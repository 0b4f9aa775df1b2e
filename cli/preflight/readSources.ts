import { codeOf, messageOf } from "../../runtime/lib/errors";
import type { Ask } from "./ask";
import type { PreflightClients } from "./clients";
import type { RegionSeen } from "./observations";

/**
 * The customer-managed AWS Config recorder; this call does not list recorders that AWS services own
 * (https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigurationRecorders.html).
 */
export async function readRecorder(ask: Ask, { config }: PreflightClients): Promise<RegionSeen["recorder"]> {
  const [recorders, statuses] = await Promise.all([
    ask(
      "config:DescribeConfigurationRecorders",
      async () => (await config.describeConfigurationRecorders({})).ConfigurationRecorders ?? [],
    ),
    ask(
      "config:DescribeConfigurationRecorderStatus",
      async () => (await config.describeConfigurationRecorderStatus({})).ConfigurationRecordersStatus ?? [],
    ),
  ]);
  if ("problem" in recorders) return recorders;
  const recorder = recorders.value[0];
  if (!recorder) return { value: undefined };
  if ("problem" in statuses) return statuses;
  const { name = "", roleARN: roleArn = "" } = recorder;
  return { value: { name, roleArn, recording: statuses.value.some((one) => one.name === name && one.recording) } };
}

export const readChannel = (ask: Ask, { config }: PreflightClients): Promise<RegionSeen["deliveryChannel"]> =>
  ask(
    "config:DescribeDeliveryChannels",
    async () => (await config.describeDeliveryChannels({})).DeliveryChannels?.[0]?.name,
  );

/** GuardDuty's detector and administrator: https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetAdministratorAccount.html */
export async function readDetector(ask: Ask, { guardduty }: PreflightClients): Promise<RegionSeen["detector"]> {
  const ids = await ask("guardduty:ListDetectors", async () => (await guardduty.listDetectors({})).DetectorIds ?? []);
  if ("problem" in ids) return ids;
  const DetectorId = ids.value[0];
  if (!DetectorId) return { value: undefined };
  const [status, administrator] = await Promise.all([
    ask("guardduty:GetDetector", async () => (await guardduty.getDetector({ DetectorId })).Status ?? ""),
    ask(
      "guardduty:GetAdministratorAccount",
      async () => (await guardduty.getAdministratorAccount({ DetectorId })).Administrator?.AccountId,
    ),
  ]);
  if ("problem" in status) return status;
  if ("problem" in administrator) return administrator;
  return { value: { status: status.value, ...(administrator.value && { administrator: administrator.value }) } };
}

/**
 * Whether Security Hub is off in an account. It uses the same error for other cases
 * (https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_DescribeHub.html).
 */
const isHubOff = (error: unknown) =>
  codeOf(error) === "ResourceNotFoundException" || /not subscribed|not enabled/i.test(messageOf(error));

export async function readHub(ask: Ask, { securityhub }: PreflightClients): Promise<RegionSeen["hub"]> {
  const on = await ask("securityhub:DescribeHub", () =>
    unlessOff(async () => Boolean(await securityhub.describeHub({}))),
  );
  if ("problem" in on) return on;
  if (!on.value) return { value: undefined };
  const administrator = await ask(
    "securityhub:GetAdministratorAccount",
    async () => (await securityhub.getAdministratorAccount({})).Administrator?.AccountId,
  );
  if ("problem" in administrator) return administrator;
  return { value: { ...(administrator.value && { administrator: administrator.value }) } };
}

/** The Region that Security Hub aggregates into: https://docs.aws.amazon.com/securityhub/latest/userguide/finding-aggregation.html */
export async function readAggregation(ask: Ask, { securityhub }: PreflightClients): Promise<RegionSeen["aggregation"]> {
  const arn = await ask("securityhub:ListFindingAggregators", () =>
    unlessOff(async () => (await securityhub.listFindingAggregators({})).FindingAggregators?.[0]?.FindingAggregatorArn),
  );
  if ("problem" in arn) return arn;
  const FindingAggregatorArn = arn.value;
  if (!FindingAggregatorArn) return { value: undefined };
  return ask(
    "securityhub:GetFindingAggregator",
    async () => (await securityhub.getFindingAggregator({ FindingAggregatorArn })).FindingAggregationRegion,
  );
}

async function unlessOff<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isHubOff(error)) return undefined;
    throw error;
  }
}
