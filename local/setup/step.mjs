/**
 * Runs a step of the setup and prints one line of progress on standard error.
 *
 * @param {string} name The name of the step.
 * @param {{ always: boolean }} options Print the line even if there was nothing to do.
 * @param {(starting: (what: string) => void) => Promise<T>} run The step. It calls `starting` before slow work.
 * @returns {Promise<T>} what the step returns.
 * @template T
 */
export async function step(name, { always }, run) {
  const started = Date.now();
  let announced = false;
  const result = await run((what) => {
    announced = true;
    process.stderr.write(`${name}: ${what}\n`);
  });
  if (announced || always) {
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    process.stderr.write(`${name}: ${announced ? "done" : "ready"} (${seconds} s)\n`);
  }
  return result;
}
