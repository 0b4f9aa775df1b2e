/**
 * Waits for two things that do not depend on each other, also where one of them fails: what goes on must not outlive the run.
 *
 * @throws what the first of them that failed threw
 */
export async function together<One, Other>(one: Promise<One>, other: Promise<Other>): Promise<[One, Other]> {
  const ends = await Promise.allSettled([one, other]);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return Promise.all([one, other]);
}
