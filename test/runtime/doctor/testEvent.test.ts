import assert from "node:assert/strict";
import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { describe, it } from "mocha";
import { awaitTestEvent, sendTestEvent, testSource } from "../../../runtime/doctor/testEvent";

const sent = { mark: "m1", account: "444455556666", region: "eu-west-1", since: Date.now() };
const event = { source: testSource, account: sent.account, region: sent.region, detail: { mark: "m1" } };

/** A log that answers with these messages, one a page. */
function logOf(messages: string[]) {
  const asked: any[] = [];
  const filterLogEvents = async (input: any) => {
    asked.push(input);
    const at = Number(input.nextToken ?? 0);
    const isLast = at >= messages.length - 1;
    return {
      events: messages.slice(at, at + 1).map((message) => ({ message })),
      ...(!isLast && { nextToken: `${at + 1}` }),
    };
  };
  return { asked, arrivals: { logs: { filterLogEvents } as unknown as CloudWatchLogs, group: "events", seconds: 0 } };
}

describe("the doctor's test event", () => {
  it("is looked for by its mark, page by page, from before it was sent", async () => {
    const { asked, arrivals } = logOf(["no JSON", JSON.stringify(event)]);
    assert.ok(((await awaitTestEvent(arrivals, sent)) ?? -1) >= 0);
    assert.deepEqual(
      asked.map(({ logGroupName, filterPattern, nextToken }) => [logGroupName, filterPattern, nextToken]),
      [
        ["events", '"m1"', undefined],
        ["events", '"m1"', "1"],
      ],
    );
    assert.ok(asked[0].startTime < sent.since);
  });

  for (const [title, other] of [
    ["another account", { account: "777788889999" }],
    ["another Region", { region: "us-east-1" }],
    ["another source", { source: "aws.guardduty" }],
  ] as const) {
    it(`has not arrived by one of ${title}`, async () => {
      const { arrivals } = logOf([JSON.stringify({ ...event, ...other })]);
      assert.equal(await awaitTestEvent(arrivals, sent), undefined);
    });
  }

  it("that EventBridge does not take is an error that says why", async () => {
    const putEvents = async () => ({ Entries: [{ ErrorCode: "InternalFailure", ErrorMessage: "later" }] });
    await assert.rejects(sendTestEvent({ putEvents } as any, "m1"), /InternalFailure later/);
  });
});
