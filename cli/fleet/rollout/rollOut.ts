import { inParallel } from "../../../runtime/lib/inParallel";
import type { Changes } from "./engine";
import type { Member, Wave } from "./waves";

/**
 * How a stack ended. `unchanged`: nothing was to do since its last deployment. `held`: passed over, because the inventory holds it at
 * another version. `unproven`: deployed, but the account is not as declared. `left`: not started. `interrupted`: ended early because
 * the user stopped the run.
 */
export type Outcome = "done" | "unchanged" | "held" | "failed" | "unproven" | "interrupted" | "left";

/** The result for one stack. */
export interface StackResult extends Partial<Changes> {
  stack: string;
  account?: string;
  wave: string;
  outcome: Outcome;
  /** Why it is not done. */
  error?: string;
}

/** What a run needs from outside. */
export interface Tools<Stack extends Member> {
  /** Stacks that are worked on at the same time. */
  concurrency: number;
  /** Whether a stack has nothing to do. */
  isUnchanged(stack: Stack): boolean;
  work(stack: Stack): Promise<Changes>;
  /**
   * What is wrong in the accounts of deployed stacks, by stack.
   *
   * Without it, the end of `work` counts.
   */
  prove?: ((stacks: Stack[]) => Promise<Record<string, string>>) | undefined;
  /** Whether the user stopped the run. */
  isStopped(): boolean;
  /** Gets each result once, in the order in which they become known. */
  report(result: StackResult): void;
}

const failures: Outcome[] = ["failed", "unproven", "interrupted"];

/**
 * Works on the waves in order. A stack that fails does not disturb the others; once more stacks have failed than the wave tolerates,
 * none is started any more. A wave in which something was deployed is proven before the next one starts, and so is an unchanged one
 * if a later wave is to be deployed: its proof may have failed the last time.
 *
 * @returns the results in the order of the waves
 */
export async function rollOut<Stack extends Member>(waves: Wave<Stack>[], tools: Tools<Stack>): Promise<StackResult[]> {
  const results: StackResult[] = [];
  const hasWork = ({ stacks }: Wave<Stack>) => stacks.some((stack) => !stack.held && !tools.isUnchanged(stack));
  let exceeded: string | undefined;
  for (const [at, wave] of waves.entries()) {
    const ended = await runWave(wave, tools, { failed: failuresIn(results), exceeded });
    // With nothing more to start there is nothing to decide.
    const prove = tools.prove && (waves.slice(at).some(hasWork) ? tools.prove : async () => ({}));
    results.push(...(await proven(wave, ended, { ...tools, prove })));
    const failed = failuresIn(results);
    if (failed > wave.tolerated) exceeded ??= tooMany(failed, wave);
  }
  return results;
}

const failuresIn = (results: StackResult[]) => results.filter(({ outcome }) => failures.includes(outcome)).length;

/** What earlier waves left. */
interface Earlier {
  failed: number;
  /** Why nothing is started any more. */
  exceeded: string | undefined;
}

async function runWave<Stack extends Member>(
  wave: Wave<Stack>,
  { concurrency, isUnchanged, work, isStopped, report, prove }: Tools<Stack>,
  earlier: Earlier,
): Promise<StackResult[]> {
  let { failed } = earlier;
  const resultOf = async (stack: Stack): Promise<StackResult> => {
    const known = { stack: stack.stack, ...(stack.account && { account: stack.account }), wave: wave.name };
    const left = (error: string): StackResult => ({ ...known, outcome: "left", error });
    if (isStopped()) return left("the run was stopped");
    if (earlier.exceeded) return left(earlier.exceeded);
    if (failed > wave.tolerated) return left(tooMany(failed, wave));
    if (stack.held) return { ...known, outcome: "held", error: stack.held };
    if (isUnchanged(stack)) return { ...known, outcome: "unchanged" };
    try {
      return { ...known, outcome: "done", ...(await work(stack)) };
    } catch (error) {
      failed += 1;
      const outcome = isStopped() ? "interrupted" : "failed";
      return { ...known, outcome, error: error instanceof Error ? error.message : String(error) };
    }
  };
  return inParallel(wave.stacks, concurrency, async (stack) => {
    const result = await resultOf(stack);
    // Those that are proven are not known yet.
    if (!prove || !provable(result)) report(result);
    return result;
  });
}

const provable = ({ outcome }: StackResult) => outcome === "done" || outcome === "unchanged";

async function proven<Stack extends Member>(
  { stacks }: Wave<Stack>,
  ended: StackResult[],
  { report, isStopped, prove }: Tools<Stack>,
): Promise<StackResult[]> {
  if (!prove) return ended;
  const inQuestion = stacks.filter((_, at) => provable(ended[at]!));
  const problems = inQuestion.length > 0 && !isStopped() ? await prove(inQuestion) : {};
  return ended.map((result) => {
    if (!provable(result)) return result;
    const error = problems[result.stack];
    const known: StackResult = error === undefined ? result : { ...result, outcome: "unproven", error };
    report(known);
    return known;
  });
}

const tooMany = (failed: number, { name, tolerated }: Wave) =>
  `${failed} ${failed === 1 ? "account" : "accounts"} failed up to the wave "${name}", which tolerates ${tolerated === 0 ? "none" : tolerated}`;
