import { type Case, type Phase, textOf } from "./cases";
import { runCase } from "./runCase";
import type { Scenario } from "./scenario";
import { scenarios } from "./scenarios";
import { casesFor, failureText, type Outcome, runScenario } from "./suite";
import { tableOf, totalsOf } from "./table";

const usage = `usage: node local/run.mjs faults [words of a target's name]
       node local/run.mjs faults --case "<the line of a failure>"`;

const phases: Phase[] = ["contain", "release"];

/** Prints the table of calls and faults with its totals, and every failure with its shortest case. */
async function printTable(words: string[]): Promise<number> {
  const chosen = scenarios.filter(({ name }) => words.every((word) => name.includes(word)));
  if (chosen.length === 0)
    throw new Error(`${usage}\nno target is called that; there are: ${scenarios.map(({ name }) => name).join("; ")}`);
  const outcomes: Outcome[] = [];
  for (const scenario of chosen) {
    for (const phase of phases) {
      const outcome = await runScenario(scenario, phase);
      outcomes.push(outcome);
      print(tableOf(outcome));
      for (const failure of outcome.failures) print(failureText(failure));
    }
  }
  print(`\n${totalsOf(outcomes)}`);
  print(`${Math.round(process.cpuUsage().user / 1e6)} seconds of one core`);
  return outcomes.some(({ failures }) => failures.length > 0) ? 1 : 0;
}

/** Runs one case again and prints everything that went over the wire. */
async function printCase(line: string): Promise<number> {
  const { scenario, one } = await find(line.trim());
  const { world, violations } = await runCase(scenario, one);
  for (const { at, caller, service, operation, error } of world.wire.calls) {
    print(`${new Date(at).toISOString()} ${caller.padEnd(12)} ${service} ${operation}${error ? `: ${error}` : ""}`);
  }
  for (const line_ of world.logged) print(line_);
  for (const { invariant, what } of violations) print(`${invariant}: ${what}`);
  return violations.length > 0 ? 1 : 0;
}

async function find(line: string): Promise<{ scenario: Scenario; one: Case }> {
  for (const scenario of scenarios.filter(({ name }) => line.startsWith(name))) {
    for (const phase of phases) {
      const one = (await casesFor(scenario, phase)).find((item) => textOf(item) === line);
      if (one) return { scenario, one };
    }
  }
  throw new Error(`${usage}\nno case is called ${line}`);
}

const print = (text: string) => void process.stdout.write(`${text}\n`);

const [first, ...rest] = process.argv.slice(2);
const work = first === "--case" ? printCase(rest.join(" ")) : printTable(first === undefined ? [] : [first, ...rest]);
work.then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  },
);
