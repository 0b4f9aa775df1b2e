import type { ConfigService } from "@aws-sdk/client-config-service";
import type { EventBridge } from "@aws-sdk/client-eventbridge";
import type { GuardDuty } from "@aws-sdk/client-guardduty";
import type { Lambda } from "@aws-sdk/client-lambda";
import type { SQS } from "@aws-sdk/client-sqs";
import { forwards } from "./checkForwarding";
import type { RegionObservation } from "./observations";
import { countMessages, readSending } from "./readForwarding";
import { look, lookFor } from "./reading";
import { isAdmitted, readConfigRules, readDetector, readRecorder } from "./readSources";
import type { DoctorSettings } from "./settings";
import { type Place, sendTestEvent } from "./testEvent";

/** An account in a Region, opened for reading. */
export interface RegionClients {
  events: EventBridge;
  sqs: SQS;
  guardDuty: GuardDuty;
  config: ConfigService;
  /** Of the security account in that Region. */
  lambda: Lambda;
}

/**
 * Reads an account in one Region.
 *
 * @param mark the mark of a test event, which is sent if it can arrive; without it none is sent
 */
export async function readRegion(
  clients: RegionClients,
  settings: DoctorSettings,
  { account, region }: Place,
  mark: string | undefined,
): Promise<RegionObservation> {
  const { events, sqs, guardDuty, config, lambda } = clients;
  const { forwarding, openGroups } = settings;
  const [findings, calls, undelivered, detector, recorder, rules] = await Promise.all([
    readSending(events, forwarding.name),
    readSending(events, forwarding.calls.name),
    lookFor(() => countMessages(sqs, `${forwarding.name}-dead`)),
    look(() => readDetector(guardDuty)),
    look(() => readRecorder(config)),
    look(() => readConfigRules(config, [...settings.configRules, openGroups.rule])),
  ]);
  const seen: RegionObservation = { region, ...findings, calls, undelivered, detector, recorder, rules };
  if ("value" in rules && rules.value.some(({ name }) => name === openGroups.rule)) {
    const { organizationId } = openGroups;
    seen.admitted = await lookFor(() => isAdmitted(lambda, openGroups.functionName, { account, organizationId }));
  }
  if (!mark || !forwards(seen, settings, account)) return seen;
  seen.event = await look(async () => {
    const at = Date.now();
    await sendTestEvent(events, mark);
    return at;
  });
  return seen;
}
