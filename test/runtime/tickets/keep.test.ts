import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { dynamoJournal } from "../../../runtime/journal/dynamodb/journal";
import { codeOf } from "../../../runtime/lib/errors";
import type { DecisionEvent } from "../../../runtime/notices/eventSchema";
import { claimMilliseconds, keepTicket } from "../../../runtime/tickets/keep";
import type { Call } from "../../../runtime/tickets/vendor";
import { vendors } from "../../../runtime/tickets/vendors";
import { eventOf } from "../../components/channels/sent";
import { dynamo } from "../../models/dynamo";
import { tool } from "./tool";

const settings: Record<string, Record<string, string>> = {
  jira: { project: "SOC", issueType: "Task" },
  servicenow: { closeCode: "Resolved by caller", assignmentGroup: "" },
};

const base = eventOf().detail;

/** The event of a decision of one incident. */
const event = (id: string, stage: DecisionEvent["incident"]["stage"], minute: number): DecisionEvent => ({
  ...base,
  id,
  time: `2026-11-26T10:${String(minute).padStart(2, "0")}:00.000Z`,
  incident: { id: "c0ffee", stage },
});

for (const [kind, vendor] of Object.entries(vendors)) {
  const start = () => {
    const { db } = dynamo();
    const made = tool();
    let now = 1_000_000;
    const keeping = {
      channel: "soc",
      journal: dynamoJournal({ db, table: "journal" }),
      vendor,
      settings: settings[kind]!,
      now: () => now,
    };
    const tell = (told: DecisionEvent, call: Call = made.call) => keepTicket({ ...keeping, call }, told);
    return { ...made, tell, journal: keeping.journal, wait: (milliseconds: number) => (now += milliseconds) };
  };

  describe(`the tickets of ${kind}`, () => {
    it("P65: an incident has one ticket, with a comment for each later decision, which its end closes", async () => {
      const { tell, tickets } = start();
      await tell(event("d1", "open", 1));
      await tell(event("d2", "acknowledged", 2));
      await tell(event("d3", "closed", 3));
      assert.equal(tickets.length, 1);
      const { incident, comments, isOpen } = tickets[0]!;
      assert.deepEqual([incident, comments.length, isOpen], ["c0ffee", 2, false]);
      assert.match(comments[0]!, new RegExp(`^${base.text.title.slice(0, 20)}`));
    });

    it("P65: a repeated event changes nothing", async () => {
      const { tell, tickets } = start();
      for (const id of ["d1", "d2", "d1", "d2"]) await tell(event(id, "open", 1));
      assert.deepEqual([tickets.length, tickets[0]!.comments.length], [1, 1]);
    });

    it("P65: what was decided before the end opens nothing when it arrives after it; a new incident does", async () => {
      const { tell, tickets } = start();
      await tell(event("d3", "closed", 3));
      await tell(event("d1", "open", 1));
      assert.deepEqual(tickets, []);
      await tell(event("d4", "open", 4));
      await tell(event("d5", "closed", 5));
      await tell(event("d6", "open", 6));
      assert.deepEqual(
        tickets.map(({ isOpen }) => isOpen),
        [false, true],
      );
    });

    it("P65: a ticket that was opened before the run failed is found again, and no second one is opened", async () => {
      const { tell, tickets, call } = start();
      const dies: Call = async (request) => {
        await call(request);
        throw new Error("the answer was lost");
      };
      await assert.rejects(tell(event("d1", "open", 1), dies), /was lost/);
      await tell(event("d1", "open", 1));
      assert.equal(tickets.length, 1);
    });

    it("P65: one run at a time works on an incident, unless it died", async () => {
      const { tell, tickets, call, wait } = start();
      let second: unknown;
      const meanwhile: Call = async (request) => {
        second ??= await tell(event("d2", "open", 2)).catch((error) => error);
        return call(request);
      };
      await tell(event("d1", "open", 1), meanwhile);
      assert.equal(codeOf(second), "Busy");
      const hangs: Call = () => new Promise(() => {});
      void tell(event("d2", "open", 2), hangs);
      await new Promise((resolve) => setImmediate(resolve));
      wait(claimMilliseconds + 1);
      await tell(event("d3", "open", 3));
      assert.equal(tickets.length, 1);
    });
  });
}
