import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Listed } from "../../../runtime/doctor/listAccounts";
import { settlingMinutes } from "../../../runtime/doctor/membership";
import type { Reading } from "../../../runtime/doctor/reading";
import type { Result } from "../../../runtime/doctor/result";
import { coveredTag } from "../../../runtime/doctor/settings";
import { testSource } from "../../../runtime/doctor/testEvent";
import { type Watch, watch } from "../../../runtime/doctor/watch";
import type { Message } from "../../../runtime/notices/message";
import { dynamo } from "../../models/dynamo";
import { home, member, settings } from "./observed";

const account = "777788889999";
const active = (id: string): Listed => ({ account: id, state: "ACTIVE" });
const everyone = [settings.securityAccountId, member, account].map(active);

/** A watch over accounts whose test events all arrive, except for those that cannot be entered. */
function watched(organization: Reading<Listed[]>, closed: string[] = []) {
  const { journal, items } = dynamo();
  const arrived: string[] = [];
  const state = { organization, closed, faulty: [] as string[] };
  const sent: Message[] = [];
  const counts: Parameters<Watch["count"]>[0][] = [];
  const visits: string[] = [];
  const visit = async (id: string): Promise<any> => {
    visits.push(id);
    if (state.closed.includes(id)) throw new Error("AccessDenied");
    const Tags = [{ Key: coveredTag(home), Value: "yes" }];
    return {
      iam: { getRole: async () => ({ Role: { Tags } }) },
      eventsIn: (region: string) => ({
        async putEvents({ Entries }: any) {
          arrived.push(
            JSON.stringify({ source: testSource, account: id, region, detail: JSON.parse(Entries[0].Detail) }),
          );
          return { Entries: [{}] };
        },
      }),
    };
  };
  const logs: any = {
    filterLogEvents: async () => ({ events: arrived.map((message) => ({ message, ingestionTime: Date.now() })) }),
  };
  const run = () =>
    watch({
      settings,
      journal,
      logs,
      organization: async () => state.organization,
      visit,
      examine: async (id): Promise<Result[]> =>
        state.faulty.includes(id)
          ? [{ account: id, check: "roles", subject: "a role", status: "fault", says: "It is missing." }]
          : [],
      notify: async (message) => void sent.push(message),
      count: (numbers) => void counts.push(numbers),
      log() {},
      remaining: () => 900_000,
    });
  /** Lets the time pass in which a change settles. */
  const settle = () => {
    for (const item of items.values()) {
      if (item["pk"] === "members") item["since"] = new Date(Date.now() - settlingMinutes * 60_000).toISOString();
    }
  };
  return { run, settle, state, sent, counts, journal, visits };
}

describe("L22: the watch over the organization", () => {
  it("L22: notifies once of a new account that is not covered, counts it, and falls silent when it is deployed", async () => {
    const { run, settle, state, sent, counts } = watched({ value: everyone }, [account]);
    assert.deepEqual((await run()).uncovered, []);
    assert.deepEqual([sent, counts.at(-1)], [[], { silent: 0, uncovered: 0, partly: 0 }]);
    settle();
    assert.deepEqual((await run()).uncovered, [account]);
    assert.deepEqual(
      sent.map(({ subject }) => subject),
      ["organization: 1 account not covered"],
    );
    await run();
    assert.deepEqual([sent.length, counts.at(-1)!.uncovered], [1, 1]);
    state.closed = [];
    const deployed = await run();
    assert.deepEqual([deployed.uncovered, sent.length, counts.at(-1)!.uncovered], [[], 1, 0]);
  });

  it("L22: examines an account when its change has settled, and counts one with a fault as partly covered", async () => {
    const { run, settle, state, sent, counts } = watched({ value: everyone });
    state.faulty = [account];
    await run();
    settle();
    assert.ok((await run()).examined.includes(account));
    assert.ok(sent.some(({ subject }) => subject.startsWith("doctor: 1 new problem")));
    await run();
    assert.deepEqual(counts.at(-1), { silent: 0, uncovered: 0, partly: 1 });
  });

  it("L22: counts an account whose role was removed as not covered", async () => {
    const { run, settle, state, counts } = watched({ value: everyone });
    await run();
    settle();
    state.closed = [member];
    await run();
    assert.deepEqual(counts.at(-1), { silent: 1, uncovered: 1, partly: 0 });
  });

  it("L22: has no number if the accounts cannot be listed, but goes on with those that it knows", async () => {
    const { run, state, counts, sent, visits } = watched({ value: everyone });
    await run();
    state.organization = { problem: "AccessDeniedException" };
    visits.length = 0;
    await run();
    assert.equal(counts.at(-1)!.uncovered, undefined);
    assert.deepEqual([visits.includes(account), sent], [true, []]);
  });

  it("L22: notifies once of an account that was closed, and examines it no more", async () => {
    const { run, state, sent, journal, visits } = watched({ value: everyone });
    await run();
    state.organization = { value: [...everyone.slice(0, 2), { account, state: "SUSPENDED" }] };
    visits.length = 0;
    await run();
    await run();
    assert.deepEqual(
      sent.map(({ subject }) => subject),
      ["organization: 1 closed or gone"],
    );
    assert.deepEqual([visits.includes(account), (await journal.readMembers()).length], [false, 2]);
  });

  it("X51 L22: goes through 1,000 accounts, enters each once and asks the log once", async () => {
    const many = Array.from({ length: 1000 }, (_, at) => active(String(100_000_000_000 + at)));
    const { run, visits, counts } = watched({ value: [...everyone, ...many] }, [account]);
    const { accounts } = await run();
    assert.deepEqual([accounts, visits.length, new Set(visits).size], [1003, 1003, 1003]);
    assert.deepEqual(counts.at(-1), { silent: 0, uncovered: 0, partly: 0 });
  });
});
