import assert from "node:assert/strict";
import { eventReader } from "../../../runtime/findings/eventReader";
import { handle } from "../../../runtime/functions/responder/handle";
import { isolateInstance } from "../../../runtime/responses/isolateInstance";
import { guardDutyEvent, settingsFor, world } from "../../attacks/harness";
import { isolateOn, running } from "../../attacks/isolate";

const settings = () =>
  settingsFor({ findingTypes: isolateInstance.findingTypes, response: { conversionSeconds: 0, snapshots: true } });
const event = JSON.stringify(guardDutyEvent());
const volumes = [{ device: "/dev/xvda", id: "vol-1", deleteOnTermination: true }];

/** An isolation, with every call to journal and topic in order. */
function isolation() {
  const ec2: any = { state: running({ volumes }) };
  const { run, table, services, published } = world(settings());
  const calls: string[] = [];
  const publish = services.sns.publish;
  const sns = {
    publish: async (message: any) => {
      calls.push("publish");
      await publish(message);
    },
  };
  Object.assign(services, { sns });
  table.hooks.before = (operation) => void calls.push(operation);
  const response = isolateOn(ec2);
  // The first reading leaves out what the cut does not need, as on AWS.
  const inParts = {
    ...response,
    read: async (clients: any, target: any, context: any) => ({
      ...(await response.read(clients, target, context)),
      ...(context.urgent && { unread: ["termination", "autoScaling"] }),
    }),
  };
  const work = () => handle(run(), inParts, eventReader(), event);
  const decisions = () => [...table.items.values()].filter(({ kind }) => kind === "decision");
  return { ec2, run, table, services, published, calls, work, decisions };
}

describe("what an isolation records", () => {
  it("takes at most eight calls to journal, notice and bus: one besides the cut (Y9), and the prior state is saved before the first change", async () => {
    const { ec2, calls, work } = isolation();
    ec2.onCall = (operation: string) => void calls.push(operation);
    const [decision] = await work();
    assert.equal(decision!.outcome, "contained", decision!.reason);
    const ours = calls.filter((name) => /^[a-z]/.test(name));
    const expected = [
      "claim",
      "begin",
      "the use of the open group, with the rest of the prior state",
      "finish, with the note that it is not on the bus yet",
      "the account's name for the notice and the event",
      "publish",
      "it is on the bus",
      "close",
    ];
    assert.ok(ours.length <= expected.length, ours.join(", "));
    const changed = calls.findIndex((name) => /^[A-Z]/.test(name));
    assert.deepEqual(calls.slice(0, 2), ["updateItem", "transactWriteItems"]);
    assert.ok(changed === 2 || (changed === 3 && calls[2] === "updateItem"), "the cut does not wait for the note");
    assert.deepEqual(ours.slice(-5, -1).sort(), ["deleteItem", "getItem", "publish", "transactWriteItems"]);
    assert.deepEqual([ours.at(-5), ours.at(-1)], ["transactWriteItems", "transactWriteItems"]);
  });

  it("is completed if a run dies around any of its calls: contained, one decision that says so, one claim, people notified", async () => {
    const names = await (async () => {
      const whole = isolation();
      await whole.work();
      return whole.calls;
    })();
    for (let at = 0; at < names.length; at++) {
      for (const when of ["before", "after"] as const) {
        const { ec2, table, services, published, work, decisions } = isolation();
        // Some calls are made at the same time.
        let [started, ended] = [0, 0];
        let dead = false;
        // Nothing has an effect after the run has died.
        const die = (point: "before" | "after", index: number) => {
          if (dead) return new Promise<never>(() => {});
          if (point !== when || index !== at) return undefined;
          dead = true;
          return new Promise<never>(() => {});
        };
        const { publish } = services.sns;
        table.hooks.before = () => die("before", started++);
        table.hooks.after = () => die("after", ended++);
        Object.assign(services.sns, {
          publish: async (message: any) => {
            await die("before", started++);
            await publish(message);
            await die("after", ended++);
          },
        });
        ec2.onCall = () => die("before", -1);
        void work();
        await new Promise((resolve) => setTimeout(resolve, 60));
        assert.ok(dead, `${at} ${when}`);
        delete table.hooks.before;
        delete table.hooks.after;
        delete ec2.onCall;
        Object.assign(services.sns, { publish });
        for (const item of table.items.values()) if (item["claim"]) item["claim"].until = 0;
        await work();
        const name = `${names[at]} ${at} ${when}`;
        assert.deepEqual(ec2.state.interfaces[0].groups, ["sg-closed"], name);
        const containment = [...table.items.values()].find(({ kind }) => kind === "containment")!;
        assert.deepEqual([containment["status"], containment["claim"]], ["contained", undefined], name);
        assert.deepEqual(containment["before"].interfaces[0].groups, ["sg-web"], name);
        assert.ok(
          decisions().every(({ notice }) => notice !== "pending"),
          name,
        );
        assert.ok(
          decisions().some(({ outcome }) => outcome === "contained"),
          name,
        );
        // If a run dies between sending its notice and recording that, the notice is sent once more.
        const sent = at > names.indexOf("publish") || (names[at] === "publish" && when === "after");
        const recorded = at === names.length - 1 && when === "after";
        assert.equal(published.length, sent && !recorded ? 2 : 1, name);
      }
    }
  });
});
