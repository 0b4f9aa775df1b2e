/** A command of the tool in a pipeline, as the shell would split it. */
export interface ToolCommand {
  line: string;
  argv: string[];
}

const start = "node cli/firebreak.cjs";

/** What an expression of the pipeline stands for: an account where an account is expected. */
const values: Record<string, string> = {
  REHEARSAL_ACCOUNT: "444455556666",
  FIREBREAK_REHEARSAL_ACCOUNT: "444455556666",
};

/**
 * The commands of the tool in lines of a shell. The pipelines use no more of it than words, double quotes and variables.
 *
 * @throws Error for a variable without a value here, and for what only a shell could split
 */
export function toolCommands(lines: string[]): ToolCommand[] {
  return lines
    .flatMap((text) => text.split("\n"))
    .filter((line) => line.includes("firebreak.cjs"))
    .map((line) => {
      if (!line.startsWith(`${start} `)) throw new Error(`a command that does not begin with ${start}: ${line}`);
      if (/[|;&<>`\\'(]/.test(line)) throw new Error(`a command that only a shell can read: ${line}`);
      const words = line.slice(start.length).match(/"[^"]*"|\S+/g) ?? [];
      return { line, argv: words.map(wordOf) };
    });
}

function wordOf(word: string): string {
  return word.replace(/^"(.*)"$/, "$1").replace(/\$\{?(\w+)\}?/g, (_all, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for $${name}`);
    return value;
  });
}
