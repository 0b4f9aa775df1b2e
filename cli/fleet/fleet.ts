/** What is done with the stacks. */
export type FleetCommand = "preview" | "up" | "destroy";

/** Does a command with one stack. @returns how many resources it changed, by operation */
export type Engine = (
  stack: string,
  command: FleetCommand,
  tell: (line: string) => void,
) => Promise<Record<string, number>>;

/** What came of one stack. */
export interface StackResult {
  stack: string;
  outcome: "done" | "failed" | "left";
  changes?: Record<string, number>;
  error?: string;
}

/**
 * The stacks in the order of their waves; those of one wave do not wait for each other. What the others use is in the
 * security account: it is deployed first and destroyed last.
 */
export function wavesOf(command: FleetCommand, masters: string[], others: string[]): string[][] {
  const waves = command === "preview" ? [[...masters, ...others]] : [masters, others];
  return (command === "destroy" ? waves.reverse() : waves).filter((wave) => wave.length > 0);
}
