import assert from "node:assert/strict";
import fc from "fast-check";
import type { Reconciled } from "../../../runtime/containment/reconcile";
import type { Call, ReleasePlan } from "../../../runtime/model/call";
import type { Response } from "../../../runtime/model/response";
import type { Target } from "../../../runtime/model/target";
import { isDeath, operationsOf, type Work, workOn } from "./contractRun";

/** A response, and a model of the part of AWS that it works on. */
export interface Contract<World> {
  response: Response;
  target: Target;
  /** What the model contains when a finding arrives: plain data, of every shape that the response may meet. */
  worlds(): fc.Arbitrary<World>;
  /**
   * The response's clients on a model, those of `writeClients` as well; their calls read and change it as AWS would, and
   * refuse what AWS refuses.
   */
  clients(world: World): unknown;
  /** What the stack file may set. */
  settings?: fc.Arbitrary<unknown>;
  /** The `details` of the targets that hold it, where the response uses them. */
  wanted?: fc.Arbitrary<Record<string, string>[]>;
  /** `waitsFor` of the calls that may be missing in the end, because only time or a person can provide what they wait for. */
  waits?: RegExp;
  /** What a release does not restore, if anything. */
  keeps?: Kept<World>;
}

/** What a release leaves as containment made it. */
export interface Kept<World> {
  /** The rest of the world: all that a release restores, in an order that does not depend on time. */
  without(world: World, settings: any): unknown;
  /** What a release reports although nobody else changed anything. */
  says?: RegExp;
}

/** A world with everything that is decided outside it. */
interface Given<World> {
  world: World;
  settings: any;
  wanted: Record<string, string>[];
  /** After how many calls a containing run and a releasing run die, if they make that many. */
  deaths: [number, number];
}

/** In how many places a run dies in one world; each costs two runs. */
const mostDeaths = 3;

/**
 * What every response guarantees, as properties over every world of its model: containing converges, even after a crash
 * between any two calls; releasing restores what was there; planning changes nothing and needs only its arguments.
 */
export function itKeepsTheContract<World>(contract: Contract<World>): void {
  const { response, target, worlds, clients } = contract;
  const isOperation = operationsOf(response);
  const given = (): fc.Arbitrary<Given<World>> =>
    fc
      .record({
        world: worlds(),
        settings: contract.settings ?? fc.constant({}),
        wanted: contract.wanted ?? fc.constant<Record<string, string>[]>([]),
        deaths: fc.tuple(fc.nat({ max: 24 }), fc.nat({ max: 12 })),
      })
      // Generated records may lack a prototype; copies have one.
      .map((one) => structuredClone(one));
  /** The work on a copy of the world, and the copy. */
  const begin = ({ world: start, settings, wanted }: Given<World>): { work: Work; world: World } => {
    const world = structuredClone(start);
    return { work: workOn({ response, target, model: clients(world), settings, wanted, isOperation }), world };
  };
  const forEvery = (check: (given: Given<World>) => Promise<void>) => () =>
    fc.assert(fc.asyncProperty(given(), (one) => check(one)));

  const waits = (what: string | undefined) => what !== undefined && contract.waits?.test(what) === true;
  const nothingLeft = (calls: Call[]) =>
    assert.deepEqual(
      calls.filter(({ waitsFor }) => !waits(waitsFor)),
      [],
    );
  const proven = async (work: Work, end: Reconciled<any>) => {
    assert.deepEqual(end.problems, []);
    nothingLeft(end.missing);
    nothingLeft(work.plan(await work.state()));
    assert.deepEqual(response.leftOpen?.(end.state) ?? [], []);
  };
  const withoutDrift = ({ drift, stuck = [] }: ReleasePlan) => {
    const said = [...drift, ...stuck].filter((text) => !contract.keeps?.says?.test(text));
    assert.deepEqual(said, []);
  };
  const givenBack = (world: World, settings: unknown) =>
    contract.keeps ? contract.keeps.without(world, settings) : world;

  it(
    "executing the plan and planning again gives an empty plan",
    forEvery(async (one) => {
      const { work } = begin(one);
      await proven(work, await work.contain());
    }),
  );

  it("the worlds include some that need containment, not only empty plans", async () => {
    const lengths = fc.sample(given(), 200).map(async (one) => {
      const { work } = begin(one);
      return work.plan(await work.state()).length;
    });
    assert.ok(
      (await Promise.all(lengths)).some((length) => length > 0),
      "the plan of every world of the model is empty",
    );
  });

  it(
    "a run that dies between any two calls is continued by the next one, which first closes what is open",
    forEvery(async (one) => {
      const whole = begin(one).work;
      const { made } = await whole.contain();
      for (const after of someDeaths(made.length, one.deaths[0])) {
        const { work } = begin(one);
        await assert.rejects(work.contain(after), isDeath);
        const open = response.leftOpen?.(await work.state()) ?? [];
        const end = await work.contain();
        await proven(work, end);
        const first = end.made.slice(0, open.length).map((call) => call.closes);
        assert.deepEqual(first.sort(), open.sort());
        assert.ok(work.evidenceMade() <= whole.evidenceMade(), "the same evidence is made twice");
      }
    }),
  );

  it(
    "a release restores exactly what was there, even after crashes in both directions, and a second one does nothing",
    forEvery(async (one) => {
      const { work, world } = begin(one);
      await mayDie(work.contain(one.deaths[0]));
      await work.contain();
      const priorState = work.priorState();
      withoutDrift(work.releasePlan(await work.state(priorState), priorState));
      await mayDie(work.release(priorState, one.deaths[1]));
      const { missing, problems } = await work.release(priorState);
      assert.deepEqual([missing, problems], [[], []]);
      assert.deepEqual(givenBack(world, one.settings), givenBack(one.world, one.settings));
      const again = work.releasePlan(await work.state(priorState), priorState);
      assert.deepEqual(again.calls, []);
      withoutDrift(again);
    }),
  );

  it(
    "planning is pure: the same state gives the same plan and stays unchanged",
    forEvery(async (one) => {
      const { work } = begin(one);
      const first = await work.state();
      await work.contain();
      for (const seen of [first, await work.state()]) {
        const copy = structuredClone(seen);
        const plan = work.plan(seen);
        response.residualRisk(seen, one.settings);
        response.beyondReach(seen);
        work.releasePlan(seen, response.priorState(seen));
        assert.deepEqual(seen, copy);
        assert.deepEqual(work.plan(copy), plan);
        for (const { operation, reason, changes, waitsFor } of plan)
          assert.ok(reason && (changes.length > 0 || waits(waitsFor)), `${operation} lacks a reason or a change`);
      }
    }),
  );
}

/** After how many of its calls a run may die: after each if they are few, otherwise after some that vary with the world. */
function someDeaths(calls: number, chance: number): number[] {
  if (calls === 0) return [];
  const step = Math.ceil((calls + 1) / mostDeaths);
  return Array.from({ length: calls + 1 }, (_, after) => after).filter((after) => after % step === chance % step);
}

/** A run that may end before it is done. */
async function mayDie(run: Promise<unknown>): Promise<void> {
  await run.catch((error: unknown) => assert.ok(isDeath(error), error as Error));
}
