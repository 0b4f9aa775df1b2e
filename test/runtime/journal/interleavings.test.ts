import assert from "node:assert/strict";
import fc from "fast-check";
import { approve, decline, expireApprovals } from "../../../runtime/containment/approve";
import { pauseOrResume } from "../../../runtime/containment/pause";
import { remind } from "../../../runtime/containment/reminders";
import { dailyCheck } from "../../../runtime/exceptions/dailyCheck";
import { eventReader } from "../../../runtime/findings/eventReader";
import { handle } from "../../../runtime/functions/responder/handle";
import { dynamoJournal } from "../../../runtime/journal/dynamodb/journal";
import { rewrite } from "../../../runtime/journal/dynamodb/revised";
import { inForce } from "../../../runtime/journal/pause";
import { isolateInstance } from "../../../runtime/responses/isolateInstance";
import { guardDutyEvent, settingsFor, world } from "../../attacks/harness";
import { isolateOn, running } from "../../attacks/isolate";
import { type DynamoModel, dynamo } from "../../models/dynamo";
import { granted, judgeModel } from "../exceptions/model";

/** How many interleavings of each kind are tried. */
const many = 200;

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Lets other actors go first before each operation, for as many turns as the list says. */
function interleave({ hooks }: Pick<DynamoModel, "hooks">, turns: number[]) {
  let at = 0;
  hooks.before = async () => {
    for (let left = turns[at++ % turns.length]!; left > 0; left--) await turn();
  };
}

const turns = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 7, maxLength: 40 });

/** Tries many samples in parallel, each in its own journal, and names the one that fails. */
async function each<Sample>(arbitrary: fc.Arbitrary<Sample>, check: (sample: Sample) => Promise<void>) {
  await Promise.all(
    fc.sample(arbitrary, many).map(async (sample) => {
      try {
        await check(sample);
      } catch (error) {
        throw Object.assign(error as Error, { message: `${JSON.stringify(sample)}: ${(error as Error).message}` });
      }
    }),
  );
}

const settle = async (work: Promise<unknown>): Promise<any> => work.catch((error) => ({ error }));

describe("Y18 whatever happens between reading and writing", () => {
  type Actor = "deliver" | "approve" | "approve again" | "decline" | "expire" | "withdraw";
  const actors = fc.shuffledSubarray<Actor>(
    ["deliver", "deliver", "approve", "approve again", "decline", "expire", "withdraw"],
    { minLength: 2 },
  );

  it("an approval has one lasting answer, and the target is contained only with it", async () => {
    await each(fc.record({ actors, turns }), async (sample) => {
      const ec2: any = { state: running() };
      const response = isolateOn(ec2);
      const settings = settingsFor({
        findingTypes: isolateInstance.findingTypes,
        modes: [{ mode: "approve" }],
        response: { conversionSeconds: 0, snapshots: false },
      });
      const { run, table } = world(settings);
      const deliver = (more = {}) => handle(run(more), response, eventReader(), JSON.stringify(guardDutyEvent()));
      const [question] = await deliver();
      const approval = question!.approval!;
      const item = () => table.items.get(`approvals|${approval}`)!;
      if (sample.actors.includes("expire")) item()["expiresAt"] = new Date(Date.now() + 5).toISOString();
      interleave(table, sample.turns);
      const work: Record<Actor, () => Promise<unknown>> = {
        deliver: () => deliver(),
        approve: () => approve(run(), response, { approval, by: "arn:bob", reason: "looks bad" }),
        "approve again": () => approve(run(), response, { approval, by: "arn:eve", reason: "looks bad" }),
        decline: () => decline(run(), response, { approval, by: "arn:ana", reason: "a load test" }),
        expire: async () => {
          await new Promise((resolve) => setTimeout(resolve, 6));
          return expireApprovals(run(), response);
        },
        withdraw: () => deliver({ settings: { ...settings, modes: [{ mode: "contain" }] } }),
      };
      const ends = await Promise.all(sample.actors.map(async (actor) => ({ actor, end: await settle(work[actor]()) })));
      const unexpected = ends.filter(({ end }) => end.error && !["NotWaiting", "PlanChanged"].includes(end.error.code));
      assert.deepEqual(
        unexpected.map(({ actor, end }) => `${actor}: ${end.error.stack}`),
        [],
      );
      const succeeded = (actor: Actor) => ends.some((one) => one.actor === actor && !one.end.error);
      const contained = ec2.state.interfaces[0].groups[0] === "sg-closed";
      const { status, by } = item();
      const decisions = [...table.items.values()].filter(({ kind }) => kind === "decision");
      const is = (outcome: string) => decisions.filter((one) => one["outcome"] === outcome);
      if (succeeded("decline")) {
        assert.equal(status, "declined");
        assert.ok(!succeeded("approve") && !succeeded("approve again") && !contained, "declined and done");
      }
      if (contained && !succeeded("withdraw")) assert.ok(["used", "approved"].includes(status), `contained, ${status}`);
      if (["used", "approved"].includes(status)) assert.match(by, /bob|eve/);
      if (status === "used") assert.ok(succeeded("approve") || succeeded("approve again"));
      if (status === "waiting") assert.ok(!contained);
      if (decisions.some(({ reason }) => /without an approval/.test(reason)))
        assert.ok(!is("contained").some(({ by: who }) => who));
      assert.ok(is("contained").length <= 1);
      assert.ok(decisions.every(({ notice }) => notice !== "pending"));
      assert.ok(![...table.items.values()].some(({ claim }) => claim));
    });
  });

  it("a revoked exception stays revoked, whatever is granted, warned of or rolled back at the same time", async () => {
    await each(turns, async (sample) => {
      const { judge, table } = judgeModel();
      const until = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
      const [first, second] = [granted({ until }), granted({ until, issuedAt: "2026-11-25T11:00:00Z" })];
      await judge.journal.putGranted(first, undefined);
      interleave(table, sample);
      const registrar: any = { ...judge, responses: [{ name: "isolate-instance" }], log: { info() {} }, notify: turn };
      const revocation = { status: "revoked" as const, revokedAt: "now", revokedBy: "arn:ops" };
      const [before, , written] = await Promise.all([
        judge.journal.changeGranted(first.arn, (known) => ({ ...known!, ...revocation })),
        dailyCheck(registrar),
        (async () => judge.journal.putGranted(second, (await judge.journal.allGranted())[0]))(),
      ]);
      const [entry] = await judge.journal.allGranted();
      // What the revocation saw is what it took back; only what was granted after it may be in force.
      assert.equal(
        entry!.status,
        written && before!.signature === first.signature && entry!.signature === second.signature
          ? "granted"
          : "revoked",
      );
      if (!written) assert.equal(entry!.signature, first.signature);
    });
  });

  it("an ended exemption stays ended, and recording it again starts a new one", async () => {
    await each(turns, async (sample) => {
      const table = dynamo();
      const { journal } = table;
      const id = { response: "notify", id: "c1", finding: "f1" };
      const made = {
        ...id,
        target: {},
        finding: { id: "f1" },
        reason: "tag",
        since: "now",
        until: "2027-01-31",
      } as any;
      await journal.changeExemption(id, () => made);
      interleave(table, sample);
      await Promise.all([
        journal.changeExemption(id, () => "delete"),
        journal.changeExemption(id, (known) => known && { ...known, reason: "looked at again" }),
        journal.changeExemption(id, (known) => known && { ...known, warnedAt: "now" }),
      ]);
      assert.equal(await journal.getExemption(id), undefined);
    });
  });

  it("a pause never ends before someone has seen it", async () => {
    await each(turns, async (sample) => {
      const { run, table } = world(settingsFor());
      const give = (command: "pause" | "resume", by: string, services = {}) =>
        pauseOrResume(run(services), { command, by, reason: by });
      await give("pause", "ana");
      let seen: string | undefined;
      const eve = world(settingsFor(), table);
      const getItem = async (input: any) => {
        const answer = await table.db.getItem(input);
        seen = answer.Item?.["by"]?.S;
        return answer;
      };
      const db = { ...table.db, getItem } as typeof table.db;
      Object.assign(eve.services, { journal: dynamoJournal({ db, table: "journal" }) });
      interleave(table, sample);
      const order: string[] = [];
      table.hooks.after = (operation, input) => {
        if (operation === "putItem") order.push(`${input.Item.paused.BOOL} ${input.Item.by.S}`);
      };
      const [, resumed] = await Promise.all([
        settle(give("pause", "bob")),
        settle(give("resume", "eve", { services: eve.services })),
      ]);
      const pause = inForce(await table.journal.lastPause(), new Date());
      if (order.at(-1) === "true bob") assert.equal(pause?.by, "bob");
      if (!resumed.error && order[0] === "true bob") assert.equal(seen, "bob");
      if (resumed.error) assert.deepEqual([resumed.error.code, pause?.by], ["Changed", "bob"]);
    });
  });

  it("people are reminded once of a long hold", async () => {
    await each(turns, async (sample) => {
      const { run, table, published } = world(settingsFor());
      const since = new Date(Date.now() - 20 * 86_400_000).toISOString();
      const target = { kind: "ec2-instance", id: "i-1", accountId: "444455556666", arn: "arn:x" };
      const key = { pk: "containment#c1", sk: "record", kind: "containment", open: "containment", at: since };
      const held = {
        id: "c1",
        response: "isolate-instance",
        target,
        before: {},
        status: "contained",
        remains: [],
        evidence: [],
        round: 0,
      };
      table.items.set("containment#c1|record", { ...key, ...held, holds: { f1: { finding: "f1", type: "t", since } } });
      interleave(table, sample);
      await Promise.all([1, 2, 3].map(() => remind(run(), isolateInstance)));
      assert.equal(published.length, 1);
    });
  });

  it("no change to an item is lost, however many actors change it", async () => {
    await each(fc.record({ turns, actors: fc.integer({ min: 2, max: 5 }) }), async (sample) => {
      const table = dynamo();
      interleave(table, sample.turns);
      const key = { pk: "p", sk: "s" };
      const raise = () =>
        rewrite<{ count: number }>({ db: table.db, table: "journal" }, key, (known) => ({
          count: (known?.count ?? 0) + 1,
        }));
      await Promise.all(Array.from({ length: sample.actors }, raise));
      assert.equal(table.item(key)!["count"], sample.actors);
    });
  });
});
