import { type ChannelKind, from } from "./channel";
import { httpsUrl } from "./url";

const incident = from("incident.id");

/**
 * Events API v2 of PagerDuty: one alert an incident, by its `dedup_key`. PagerDuty ignores what acknowledges or resolves an alert
 * that does not exist (https://developer.pagerduty.com/docs/send-alert-event).
 */
export const pagerDuty: ChannelKind = {
  secret: "the integration key",
  settings: {
    /** Accounts in the EU have another host. */
    url: httpsUrl.default("https://events.pagerduty.com/v2/enqueue"),
  },
  messages: [
    {
      name: "trigger",
      stages: ["open"],
      template: {
        event_action: "trigger",
        dedup_key: incident,
        client: "Firebreak",
        payload: {
          summary: from("text.title"),
          source: from("account"),
          severity: from("severity.level"),
          timestamp: from("time"),
          component: from("response"),
          group: from("region"),
          class: from("outcome"),
          custom_details: { what: from("text.body"), next: from("next"), decision: from("id") },
        },
      },
    },
    {
      name: "acknowledge",
      stages: ["acknowledged"],
      template: { event_action: "acknowledge", dedup_key: incident },
    },
    { name: "resolve", stages: ["closed"], template: { event_action: "resolve", dedup_key: incident } },
  ],
  destination: ({ url }, routing_key) => ({ url: url!, body: { routing_key } }),
};
