import { randomUUID } from "node:crypto";
import type { ConfigService } from "@aws-sdk/client-config-service";
import type { EventBridge } from "@aws-sdk/client-eventbridge";
import type { GuardDuty } from "@aws-sdk/client-guardduty";
import type { Lambda } from "@aws-sdk/client-lambda";
import type { SQS } from "@aws-sdk/client-sqs";
import { forwards } from "./checkForwarding";
import type { RegionObservation, Sending } from "./observations";
import { countMessages, readRule, readTargets } from "./readForwarding";
import { look, lookFor } from "./reading";
import { isAdmitted, readConfigRules, readDetector, readRecorder } from "./readSources";
import type { DoctorSettings } from "./settings";
import { type Arrivals, awaitTestEvent, sendTestEvent } from "./testEvent";

/** An account in a Region, opened for reading. */
export interface RegionClients {
  events: EventBridge;
  sqs: SQS;
  guardDuty: GuardDuty;
  config: ConfigService;
  /** Of the security account in that Region. */
  lambda: Lambda;
}

/** Looks at an account in one Region, and sends a test event if that can arrive. */
export async function readRegion(
  clients: RegionClients,
  settings: DoctorSettings,
  account: string,
  region: string,
  arrivals: Arrivals,
): Promise<RegionObservation> {
  const { events, sqs, guardDuty, config, lambda } = clients;
  const { forwarding, openGroups } = settings;
  const ruleNamed = async (name: string): Promise<Sending> => {
    const [rule, targets] = await Promise.all([
      lookFor(() => readRule(events, name)),
      lookFor(() => readTargets(events, name)),
    ]);
    return { rule, targets };
  };
  const [findings, calls, undelivered, detector, recorder, rules] = await Promise.all([
    ruleNamed(forwarding.name),
    ruleNamed(forwarding.calls.name),
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
  if (!forwards(seen, settings, account)) return seen;
  seen.event = await look(async () => {
    const mark = randomUUID().replaceAll("-", "");
    const since = Date.now();
    await sendTestEvent(events, mark);
    return awaitTestEvent(arrivals, { mark, account, region, since });
  });
  return seen;
}
