import type { World } from "./world";

/**
 * Runs a slow task and shows its progress on standard error. Without a terminal it is silent, to keep logs short.
 */
export function working<Result>(world: World, title: string, work: () => Promise<Result>): Promise<Result> {
  return withLines(world, title, work);
}

/** As `working`, for a task that says what it is doing; a terminal shows the latest line. */
export async function withLines<Result>(
  world: World,
  title: string,
  work: (tell: (line: string) => void) => Promise<Result>,
): Promise<Result> {
  if (!world.interactive) return work(() => {});
  const results: Result[] = [];
  const task = async (tell: (line: string) => void) => {
    results.push(await work(tell));
  };
  await (await tasks(world, [{ title, work: task }], 1)).run();
  return results[0] as Result;
}

/** One of several parallel tasks. */
export interface Task {
  title: string;
  /** @param tell shows a line below the title */
  work(tell: (line: string) => void): Promise<void>;
}

/** Runs tasks with their progress on standard error. A task that fails does not stop the others. */
export async function tasks(world: World, list: Task[], concurrency: number) {
  const { Listr, ListrLogger, ProcessOutput } = await import("listr2");
  const stream = world.err as NodeJS.WriteStream;
  const logger = new ListrLogger({ processOutput: new ProcessOutput(stream, stream) });
  return new Listr(
    list.map(({ title, work }) => ({
      title,
      task: (_: unknown, task: { output: string }) =>
        work((line) => {
          task.output = line;
        }),
    })),
    {
      concurrent: concurrency,
      exitOnError: list.length === 1,
      renderer: world.interactive ? "default" : "simple",
      // The caller prints the error.
      rendererOptions: { logger, showErrorMessage: false },
      fallbackRendererOptions: { logger },
    } as object,
  );
}
