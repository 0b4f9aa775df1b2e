import { putPause } from "../../runtime/journal/pause";
import type { WireCall } from "../models/wire";
import type { Case, Interruption, Phase } from "./cases";
import { type Between, deliverAll, inWorld, releaseAll } from "./deliver";
import { check, type Violation } from "./invariants";
import { observer } from "./observe";
import type { Scenario } from "./scenario";
import { makeWorld, type World } from "./world";

/** Long enough that every claim has expired. */
const aWhile = 900_000;

/** What people do between two deliveries. It comes from outside, so no fault meets it. */
const between: Record<Interruption, Between> = {
  pause: async ({ table }) => {
    const pause = { paused: true, at: new Date().toISOString(), by: "ana", reason: "a bad rule" };
    await putPause(table.db, "journal", pause, undefined);
  },
  "mode approve": ({ settings }) => {
    settings.modes = [{ mode: "approve" }];
  },
  "exemption tag": ({ account, settings }) => account.tag(settings.exceptionTagKey, "yes"),
};

/** The calls of each direction where nothing goes wrong. */
export async function record(scenario: Scenario): Promise<Record<Phase, WireCall[]>> {
  const world = makeWorld(scenario);
  return inWorld(world, async () => {
    start(world);
    await deliverAll(world);
    const contain = [...world.wire.calls];
    world.wire.begin();
    await releaseAll(world);
    return { contain, release: world.wire.calls.slice(contain.length) };
  });
}

function start({ queue, scenario }: World): void {
  queue.send(JSON.stringify(scenario.event), 0);
}

/** What a case came to. */
export interface Result {
  case: Case;
  violations: Violation[];
  /** Whether the faulty call was made at all. */
  isStruck: boolean;
  /** Whether every delivery of the faulty direction ended well. */
  isWell: boolean;
  world: World;
}

/** Runs one case: contain, and release afterwards, with the fault in one of both; then the other direction without it. */
export async function runCase(scenario: Scenario, one: Case): Promise<Result> {
  const world = makeWorld(scenario);
  const { wire, clock } = world;
  const watching = observer(world);
  const interruption = one.between && between[one.between];
  let isStruck = !one.fault;
  let isWell = true;
  const violations = await inWorld(world, async () => {
    start(world);
    if (one.phase === "contain") begin(world, one);
    await deliverAll(world, one.phase === "contain" ? interruption : undefined, watching.after);
    if (one.phase === "release") {
      begin(world, one);
      await releaseAll(world, interruption, watching.after);
    }
    const found = check(one, watching.observed(), watching.decisions(), scenario.finding);
    isStruck ||= wire.isStruck();
    isWell = watching.observed().deliveries.every(({ how }) => how === "done");
    wire.begin();
    wire.settle();
    clock.pass(aWhile);
    return [...found, ...(await givenBack(world, watching))];
  });
  const unknown = wire.unknown.map(
    (what): Violation => ({ invariant: "true", what: `the model does not know ${what}` }),
  );
  return { case: one, violations: [...unknown, ...violations], isStruck, isWell, world };
}

function begin(world: World, { fault, lag }: Case): void {
  world.wire.begin(fault);
  if (lag) world.wire.lag(lag.service, lag.readings);
}

/** When all is well again a person gets back what was there. */
async function givenBack(world: World, watching: ReturnType<typeof observer>): Promise<Violation[]> {
  const { containment, truth } = watching.observed();
  if (containment?.before === undefined) {
    return truth.isAsBefore || containment?.status === "gone"
      ? []
      : [{ invariant: "back", what: "nothing can be released, and it is not as it was" }];
  }
  const deliveries = await releaseAll(world, undefined, watching.after);
  const after = watching.observed();
  const how = deliveries.at(-1);
  if (!after.truth.isAsBefore) {
    const was = JSON.stringify(world.account.shape());
    return [{ invariant: "back", what: `${how?.how} ${how?.error ?? ""}: not as it was: ${was}` }];
  }
  if (after.containment?.status !== "released")
    return [
      {
        invariant: "back",
        what: `it is as it was, and the containment is ${after.containment?.status}: ${how?.error ?? ""}`,
      },
    ];
  return [];
}
