import type { Argv } from "yargs";
import { version } from "../runtime/lib/version";
import { operatorCommand } from "../runtime/notices/operatorCommand";
import { problem } from "./problem";
import type { Verb, VerbGroup } from "./verb";

/** A parsed command line: a text to print, or a command with its arguments. */
export type Parsed = { text: string } | { verb: Verb; args: Record<string, unknown> };

/** The tool's name in its help and in shell completion. */
export const toolName = "firebreak";

const epilogue =
  "Commands use the security account: set AWS_PROFILE (or other AWS credentials) and AWS_REGION to its home " +
  "Region; preflight and fleet use the account of a stack. Exit code 0: done; 1: failed or not found; 2: wrong usage.";

/**
 * Parses a command line.
 *
 * @param columns width of the help
 * @throws Problem with exit code 2 that says what is wrong
 */
export async function parse(argv: string[], verbs: (Verb | VerbGroup)[], columns: number): Promise<Parsed> {
  // yargs is an ES module; only import() can load it from here.
  const { default: yargs } = await import("yargs");
  let chosen: Parsed | undefined;
  const choose = (verb: Verb) => (args: Record<string, unknown>) => {
    chosen = { verb, args };
  };
  const parser = yargs()
    .scriptName(forCompletion(argv) ? toolName : operatorCommand())
    .locale("en")
    .usage("$0 <command>\n\nInspect and control what Firebreak contains.")
    .epilogue(epilogue)
    .wrap(Math.min(columns, 110))
    .strict()
    .demandCommand(1, `a command is missing: ${operatorCommand("--help")} lists the commands`)
    .recommendCommands()
    .help()
    .alias("help", "h")
    .version(version)
    .completion("completion", "Print a shell completion script for a function or alias named firebreak")
    // An option that is given twice counts once, the last time.
    .parserConfiguration({ "duplicate-arguments-array": false })
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? problem(`${message}\nSee ${operatorCommand("--help")}.`, 2);
    });
  for (const item of verbs) {
    if ("run" in item) add(parser, item, choose);
    else {
      parser.command(item.command, item.summary, (group) => {
        for (const verb of item.verbs) add(group, verb, choose, `${item.command} `);
        return group.demandCommand(1, `${item.command} has the commands ${item.verbs.map(nameOf).join(", ")}`).strict();
      });
    }
  }
  let text = "";
  await parser.parseAsync(argv, {}, (_error: unknown, _args: unknown, output: string) => {
    text = output;
  });
  if (chosen && !text) return chosen;
  return { text };
}

/** Whether the shell asks for completions. */
const forCompletion = ([first]: string[]) => first === "completion" || first === "--get-yargs-completions";

const nameOf = (verb: Verb) => verb.command.split(" ")[0]!;

function add(parser: Argv, verb: Verb, choose: (verb: Verb) => (args: any) => void, group = ""): void {
  parser.command(
    verb.command,
    verb.summary,
    (command) => {
      for (const [name, positional] of Object.entries(verb.positionals ?? {})) command.positional(name, positional);
      command.options(verb.options ?? {});
      for (const [line, words] of verb.examples ?? []) command.example(operatorCommand(`${group}${line}`), words);
      return command.strict();
    },
    choose(verb),
  );
}
