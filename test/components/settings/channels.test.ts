import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { MasterSettings } from "../../../components/settings/schema";
import { readSettings } from "../../../components/settings/settings";
import { masterConfig, serviceConfig } from "../deploy";

const read = (channels: object) => {
  const config: Record<string, string> = { ...masterConfig, "firebreak:channels": JSON.stringify(channels) };
  return (readSettings((key) => config[`firebreak:${key}`]) as MasterSettings).channels;
};

describe("the settings of channels", () => {
  it("P45: have defaults: what people are notified of, no rehearsals, and the public endpoint of PagerDuty", () => {
    assert.deepEqual(read({ pager: { kind: "pagerduty" } }), {
      pager: { kind: "pagerduty", all: false, rehearsals: false, url: "https://events.pagerduty.com/v2/enqueue" },
    });
    const siem = { kind: "webhook", url: "https://siem.example.com/in", outcomes: ["failed"], all: true };
    assert.deepEqual(read({ siem }), { siem: { ...siem, header: "Authorization", rehearsals: false } });
  });

  const wrong: [what: string, channels: object, error: RegExp][] = [
    [
      "an unknown kind",
      { a: { kind: "pager" } },
      /channels\.a\.kind.*webhook, pagerduty, slack, teams, jira, servicenow/,
    ],
    ["an unknown key", { a: { kind: "slack", outcome: ["failed"] } }, /unknown key outcome: did you mean outcomes\?/],
    ["an unknown outcome", { a: { kind: "slack", outcomes: ["fail"] } }, /channels\.a\.outcomes\.0/],
    ["an empty list", { a: { kind: "slack", accounts: [] } }, /channels\.a\.accounts.*at least one entry/],
    ["a webhook without an endpoint", { a: { kind: "webhook" } }, /channels\.a\.url is missing/],
    ["an endpoint without TLS", { a: { kind: "webhook", url: "http://siem.example.com" } }, /an https URL/],
    [
      "an endpoint with a secret in its query",
      { a: { kind: "webhook", url: "https://x.example.com/?k=1" } },
      /an https URL/,
    ],
    [
      "a site with a path",
      { a: { kind: "jira", url: "https://x.example.com/jira", project: "SOC" } },
      /without a path/,
    ],
    [
      "a project that is no key",
      { a: { kind: "jira", url: "https://x.example.com", project: 'A" OR "' } },
      /the key of/,
    ],
    ["a long name", { ["a".repeat(31)]: { kind: "slack" } }, /at most 30/],
    ["a name that no rule can have", { "a b": { kind: "slack" } }, /lower-case letters/],
  ];
  for (const [what, channels, error] of wrong) {
    it(`P45: refuse ${what}`, () => assert.throws(() => read(channels), error));
  }

  it("P47: know the key of the secrets, which are no settings, and refuse it for a member account", () => {
    const all = ["firebreak:channelSecrets"];
    const settings = readSettings((key) => masterConfig[`firebreak:${key}`], { all, own: all });
    assert.doesNotMatch(JSON.stringify(settings), /channelSecrets/);
    assert.throws(
      () => readSettings((key) => serviceConfig[`firebreak:${key}`], { all, own: all }),
      /channelSecrets has no effect in a stack of kind service/,
    );
  });
});
