import type { World } from "./world";

/**
 * Does something that takes a while and shows on standard error that it goes on. Without a terminal it is done silently: a
 * log gains nothing from it.
 */
export async function working<Result>(world: World, title: string, work: () => Promise<Result>): Promise<Result> {
  if (!world.interactive) return work();
  const results: Result[] = [];
  const task = async () => {
    results.push(await work());
  };
  await (await tasks(world, [{ title, work: task }], 1)).run();
  return results[0] as Result;
}

/** One of several things that are done side by side. */
export interface Task {
  title: string;
  /** @param tell shows a line below the title */
  work(tell: (line: string) => void): Promise<void>;
}

/** The tasks with their progress on standard error; one that fails does not stop the others. */
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
      // The caller tells the error.
      rendererOptions: { logger, showErrorMessage: false },
      fallbackRendererOptions: { logger },
    } as object,
  );
}
