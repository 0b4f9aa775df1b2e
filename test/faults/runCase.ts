import { messageText } from "../../runtime/messages/queueMessage";
import type { WireCall } from "../models/wire";
import type { Case, Interruption, Phase } from "./cases";
import { type Between, deliverAll, releaseAll } from "./deliver";
import { inWorld } from "./doubles";
import { check, hasEnded, notEnded, type Violation } from "./invariants";
import { observer } from "./observe";
import type { Scenario } from "./scenario";
import { makeWorld, type World } from "./world";

/** Long enough that every claim has expired. */
const aWhile = 900_000;

/** What people do between two deliveries. It comes from outside, so no fault affects it. */
const between: Record<Interruption, Between> = {
  pause: async ({ table }) => {
    const pause = { paused: true, at: new Date().toISOString(), by: "ana", reason: "a bad rule" };
    await table.journal.putPause(pause, undefined);
  },
  "mode approve": ({ settings }) => {
    settings.modes = [{ mode: "approve" }];
  },
  "exemption tag": ({ account, settings }) => account.tag(settings.exceptionTagKey, "yes"),
};

/** The calls of one direction if nothing goes wrong, except that a service may lag. */
export async function record(scenario: Scenario, phase: Phase, lag?: Case["lag"]): Promise<WireCall[]> {
  const world = makeWorld(scenario);
  const one: Case = { scenario: scenario.name, phase, call: "no call", ...(lag && { lag }) };
  return inWorld(world, async () => {
    start(world);
    if (phase === "contain") begin(world, one);
    await deliverAll(world);
    const contain = [...world.wire.calls];
    if (phase === "contain") return contain;
    begin(world, one);
    await releaseAll(world);
    return world.wire.calls.slice(contain.length);
  });
}

function start({ queue, scenario }: World): void {
  queue.send(JSON.stringify(scenario.event), 0);
}

/** The result of a case. */
export interface Result {
  case: Case;
  violations: Violation[];
  /** Whether the faulty call was made at all. */
  isStruck: boolean;
  /** Whether every delivery of the faulty direction ended well. */
  isWell: boolean;
  /** Whether the run with the fault made the call only once: then it makes no difference how long the fault lasts there. */
  isSingle: boolean;
  world: World;
}

/** Runs one case: contain and then release, with the fault in one of the two; then the other direction without it. */
export async function runCase(scenario: Scenario, one: Case): Promise<Result> {
  const world = makeWorld(scenario);
  const { wire, clock } = world;
  const watching = observer(world);
  const interruption = one.between && between[one.between];
  let isStruck = !one.fault;
  let isWell = true;
  let isSingle = false;
  const violations = await inWorld(world, async () => {
    start(world);
    if (one.phase === "contain") begin(world, one);
    await deliverAll(world, one.phase === "contain" ? interruption : undefined, watching.after);
    if (one.phase === "release") {
      begin(world, one);
      await releaseAll(world, interruption, watching.after);
    }
    const found = check(one, watching.observed(), watching.decisions());
    isStruck ||= wire.isStruck();
    isSingle = wire.struckCalls() === 1;
    isWell = watching.observed().deliveries.every(({ how }) => how === "done");
    wire.begin();
    wire.settle();
    clock.pass(aWhile);
    found.push(...(await ended(world, watching, one)));
    return [...found, ...(await givenBack(world, watching))];
  });
  const unknown = wire.unknown.map(
    (what): Violation => ({ invariant: "true", what: `the model does not know ${what}` }),
  );
  return { case: one, violations: [...unknown, ...violations], isStruck, isWell, isSingle, world };
}

function begin(world: World, { fault, lag }: Case): void {
  world.wire.begin(fault);
  if (lag) world.wire.lag(lag.service, lag.readings);
}

/** The hourly check completes what a passing fault prevented. */
async function ended(world: World, watching: ReturnType<typeof observer>, one: Case): Promise<Violation[]> {
  const { leftToPeople } = world.scenario;
  const isLeft = watching.decisions().some(({ reason, notice }) => leftToPeople?.test(reason) && notice === "sent");
  if (isLeft || hasEnded(one, watching.observed(), watching.decisions())) return [];
  if (one.phase === "contain") {
    world.queue.send(messageText("hourly"), 0);
    if (world.response.followsAutomation) world.queue.send(messageText("runbooks"), 0);
    await deliverAll(world, undefined, watching.after);
    world.clock.pass(aWhile);
  }
  return hasEnded(one, watching.observed(), watching.decisions()) ? [] : [notEnded(watching.observed())];
}

/** Once everything works again, a person gets the prior state back. */
async function givenBack(world: World, watching: ReturnType<typeof observer>): Promise<Violation[]> {
  const { containment, truth } = watching.observed();
  if (containment?.priorState === undefined) {
    return truth.isAsBefore || containment?.status === "gone"
      ? []
      : [{ invariant: "back", what: "nothing can be released, and it is not as it was" }];
  }
  const deliveries = await releaseAll(world, undefined, watching.after);
  const after = watching.observed();
  const how = deliveries.at(-1);
  if (!after.truth.isAsBefore) {
    const parts = watching.changed().join(", ");
    return [{ invariant: "back", what: `the release ended (${how?.error ?? how?.how}) without ${parts}` }];
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
