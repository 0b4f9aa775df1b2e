import type { ChannelKind } from "./channel";
import { jira } from "./jira";
import { pagerDuty } from "./pagerDuty";
import { serviceNow } from "./serviceNow";
import { slack } from "./slack";
import { teams } from "./teams";
import { webhook } from "./webhook";

/** The kinds of channels by their names in the settings. */
export const channelKinds: Record<string, ChannelKind> = {
  webhook,
  pagerduty: pagerDuty,
  slack,
  teams,
  jira,
  servicenow: serviceNow,
};
