import { EC2 } from "@aws-sdk/client-ec2";
import type { Decision } from "../../runtime/journal/items";
import { accounts, rootOf } from "../world/accounts";
import { decisionsOf } from "../world/follow";
import { openWorld, type World } from "../world/world";
import { readArguments, usage } from "./arguments";
import { makeIncidents } from "./incidents";
import type { Incident, Result } from "./incidents/incident";
import { lookAround } from "./lookAround";
import { makePeople } from "./people";
import { drillPolicy } from "./policy";
import { jsonLine, timeline, whatWasReal } from "./timeline";

/** Runs the drill. Progress goes to standard error, so that the lines of `--json` can be piped. */
async function main(): Promise<number> {
  const options = readArguments(process.argv.slice(2));
  if ("problem" in options || options.help) {
    console.error("problem" in options ? `${options.problem}\n\n${usage}` : usage);
    return "problem" in options ? 2 : 0;
  }
  const say = (text: string) => (options.json ? console.error(text) : console.log(text));
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => interrupted.abort());
  const world = await openWorld({
    change: drillPolicy,
    progress: (step, seconds) => say(`${step} (${seconds.toFixed(1)} s)`),
    signal: interrupted.signal,
  });
  try {
    await world.deploy();
    const results = await play(world, interrupted.signal, (result) => {
      if (options.json) console.log(jsonLine(result));
      else console.log(`\n${timeline(result)}`);
    });
    const faults = results.filter((result) => result.fault);
    say(`\n${whatWasReal}`);
    say(`${results.length - faults.length} of ${results.length} incidents ended as expected.`);
    if (options.keep) await keepRunning(world, say, interrupted.signal);
    return faults.length > 0 ? 1 : 0;
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    say("stopped");
    return 130;
  } finally {
    await world.close();
  }
}

async function play(world: World, signal: AbortSignal, tell: (result: Result) => void): Promise<Result[]> {
  const ec2Of = (account: { id: string }) => new EC2(rootOf(account.id, world.endpoint));
  const { security, payments, website } = accounts;
  const ec2 = { security: ec2Of(security), payments: ec2Of(payments), website: ec2Of(website) };
  const results: Result[] = [];
  for (const incident of await makeIncidents({ world, ec2 })) {
    signal.throwIfAborted();
    const result = await playOne(world, incident);
    tell(result);
    results.push(result);
  }
  return results;
}

async function playOne(world: World, incident: Incident): Promise<Result> {
  const started = Date.now();
  const finding = await incident.happen();
  const decision = await decisionOf(world, incident, finding);
  const seconds = Math.max(0, Date.parse(decision.at) - started) / 1000;
  const { expected } = incident;
  const fault =
    decision.outcome === expected ? await incident.proof?.() : `the outcome should be ${expected}: ${decision.reason}`;
  return { incident, decision, seconds, ...(fault && { fault }) };
}

async function decisionOf(world: World, { action, decisions = 1 }: Incident, finding: string): Promise<Decision> {
  for (let count = decisions; ; count++) {
    const found = await decisionsOf(world, finding, count, 60);
    const decision = action ? found.find((item) => item.by === `custom action ${action}`) : found.at(-1);
    if (decision) return decision;
  }
}

async function keepRunning(world: World, say: (text: string) => void, signal: AbortSignal): Promise<void> {
  say(lookAround(world, await makePeople(world)));
  // The pending timer keeps the process alive until a signal comes.
  const alive = setInterval(() => {}, 60_000);
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  clearInterval(alive);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
