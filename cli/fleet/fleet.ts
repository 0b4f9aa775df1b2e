/** The commands of fleet. */
export type FleetCommand = "preview" | "up" | "destroy";

/** Runs a command on one stack. @returns how many resources it changed, by operation */
export type Engine = (
  stack: string,
  command: FleetCommand,
  tell: (line: string) => void,
) => Promise<Record<string, number>>;

/** The result for one stack. */
export interface StackResult {
  stack: string;
  outcome: "done" | "failed" | "left";
  changes?: Record<string, number>;
  error?: string;
}

/**
 * The stacks in waves; the stacks of one wave run in parallel. The others depend on the security account, so it is
 * deployed first and destroyed last.
 */
export function wavesOf(command: FleetCommand, masters: string[], others: string[]): string[][] {
  const waves = command === "preview" ? [[...masters, ...others]] : [masters, others];
  return (command === "destroy" ? waves.reverse() : waves).filter((wave) => wave.length > 0);
}
