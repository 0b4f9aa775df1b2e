import { play, type Result } from "../../rehearsal/incident";
import { openWorld, type World } from "../world/world";
import { readArguments, usage } from "./arguments";
import { makeIncidents } from "./incidents";
import { lookAround } from "./lookAround";
import { makePeople } from "./people";
import { drillPlace, followedIn } from "./place";
import { drillPolicy } from "./policy";
import { chosenProvider } from "./provider";
import { jsonLine, timeline, whatWasReal } from "./timeline";

/** Runs the drill. Progress goes to standard error, so that the lines of `--json` can be piped. */
async function main(): Promise<number> {
  const options = readArguments(process.argv.slice(2));
  if ("problem" in options || options.help) {
    console.error("problem" in options ? `${options.problem}\n\n${usage}` : usage);
    return "problem" in options ? 2 : 0;
  }
  const chosen = await chosenProvider();
  if ("problem" in chosen) {
    console.error(chosen.problem);
    return 2;
  }
  const say = (text: string) => (options.json ? console.error(text) : console.log(text));
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => interrupted.abort());
  const world = await openWorld({
    change: drillPolicy,
    progress: (step, seconds) => say(`${step} (${seconds.toFixed(1)} s)`),
    signal: interrupted.signal,
    ...chosen,
  });
  try {
    await world.deploy();
    const results = await playAll(world, interrupted.signal, (result) => {
      if (options.json) console.log(jsonLine(result));
      else console.log(`\n${timeline(result)}`);
    });
    const faults = results.filter((result) => result.fault);
    say(`\n${whatWasReal(chosen.provider !== undefined)}`);
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

async function playAll(world: World, signal: AbortSignal, tell: (result: Result) => void): Promise<Result[]> {
  const places = {
    security: drillPlace(world, "security"),
    payments: drillPlace(world, "payments"),
    website: drillPlace(world, "website"),
  };
  const ec2 = {
    security: places.security.clients.ec2,
    payments: places.payments.clients.ec2,
    website: places.website.clients.ec2,
  };
  const followed = followedIn(world);
  const results: Result[] = [];
  for (const incident of await makeIncidents({ world, places, followed, ec2 })) {
    signal.throwIfAborted();
    const result = await play(followed, incident);
    tell(result);
    results.push(result);
  }
  return results;
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
