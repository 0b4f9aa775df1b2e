import assert from "node:assert/strict";
import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { describe, it } from "mocha";
import { checkArrivals } from "../../../runtime/doctor/checkForwarding";
import { awaitTestEvents, newMark, sendTestEvent, testSource } from "../../../runtime/doctor/testEvent";

const at = Date.now();
const sent = [{ account: "444455556666", region: "eu-west-1", at }];
const event = { source: testSource, account: "444455556666", region: "eu-west-1", detail: { mark: "m1" } };

/** A log that returns these messages, one per page. */
function logOf(messages: string[]) {
  const asked: any[] = [];
  const filterLogEvents = async (input: any) => {
    asked.push(input);
    const index = Number(input.nextToken ?? 0);
    const isLast = index >= messages.length - 1;
    return {
      events: messages.slice(index, index + 1).map((message) => ({ message, ingestionTime: at + 1500 })),
      ...(!isLast && { nextToken: `${index + 1}` }),
    };
  };
  return { asked, arrivals: { logs: { filterLogEvents } as unknown as CloudWatchLogs, group: "events", seconds: 0 } };
}

describe("the doctor's test events", () => {
  it("are found by their mark, page by page, from before they were sent, with the time that they took", async () => {
    const { asked, arrivals } = logOf(["no JSON", JSON.stringify(event)]);
    assert.deepEqual(await awaitTestEvents(arrivals, "m1", sent), { "444455556666/eu-west-1": 1.5 });
    assert.deepEqual(
      asked.map(({ logGroupName, filterPattern, nextToken }) => [logGroupName, filterPattern, nextToken]),
      [
        ["events", '"m1"', undefined],
        ["events", '"m1"', "1"],
      ],
    );
    assert.ok(asked[0].startTime < at);
  });

  it("X51: are found with one search for 1,000 accounts in 17 Regions, not one each", async () => {
    const places = Array.from({ length: 17_000 }, (_, number) => ({
      account: String(100_000_000_000 + Math.floor(number / 17)),
      region: `eu-west-${number % 17}`,
      at,
    }));
    let searches = 0;
    const filterLogEvents = async () => {
      searches++;
      return {
        events: places.map((place) => ({ message: JSON.stringify({ ...event, ...place }), ingestionTime: at })),
      };
    };
    const logs = { filterLogEvents } as unknown as CloudWatchLogs;
    const found = await awaitTestEvents({ logs, group: "events", seconds: 30 }, "m1", places);
    assert.equal(searches, 1);
    assert.equal(Object.keys(found).length, places.length);
  });

  for (const [title, other] of [
    ["another account", { account: "777788889999" }],
    ["another Region", { region: "us-east-1" }],
    ["another source", { source: "aws.guardduty" }],
  ] as const) {
    it(`do not count as arrived if found with ${title}`, async () => {
      const { arrivals } = logOf([JSON.stringify({ ...event, ...other })]);
      assert.deepEqual(await awaitTestEvents(arrivals, "m1", sent), {});
    });
  }

  it("are faults if they did not arrive, ok if they did, and unknown if the search fails", () => {
    const [arrived] = checkArrivals(sent, { value: { "444455556666/eu-west-1": 1.5 } });
    assert.deepEqual([arrived!.status, arrived!.says], ["ok", "A test event arrived within 2 s"]);
    const [lost] = checkArrivals(sent, { value: {} });
    assert.equal(lost!.status, "fault");
    assert.match(lost!.says, /did not arrive.*findings do not arrive either/);
    const [unseen] = checkArrivals(sent, { problem: "AccessDenied: no" });
    assert.equal(unseen!.status, "unknown");
    assert.match(unseen!.says, /AccessDenied: no/);
  });

  it("are errors that say why if EventBridge rejects them", async () => {
    const putEvents = async () => ({ Entries: [{ ErrorCode: "InternalFailure", ErrorMessage: "later" }] });
    await assert.rejects(sendTestEvent({ putEvents } as any, newMark()), /InternalFailure later/);
  });
});
