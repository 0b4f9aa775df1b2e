/**
 * Waits for two independent promises, even if one fails: nothing may outlive the run.
 *
 * @throws what the first of them that failed threw
 */
export async function together<One, Other>(one: Promise<One>, other: Promise<Other>): Promise<[One, Other]> {
  const ends = await Promise.allSettled([one, other]);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return Promise.all([one, other]);
}
