import path from "node:path";
import { problem } from "./problem";

/** The file that starts the tool. */
const tool = path.join(__dirname, "firebreak.cjs");

/** The flag by which the shell's script asks the parser for words. */
const ask = "--get-yargs-completions";

const quotedTool = `'${tool.replaceAll("'", "'\\''")}'`;

/** A function of the shell that starts the tool of this clone from any folder, and the completion of its words. */
const scripts: Record<string, string> = {
  bash: `firebreak() { node ${quotedTool} "$@"; }
_firebreak() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(firebreak ${ask} "\${COMP_WORDS[@]}")" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _firebreak firebreak`,
  zsh: `firebreak() { node ${quotedTool} "$@"; }
_firebreak() {
  local -a words_of_it
  words_of_it=("\${(@f)$(SHELL=zsh firebreak ${ask} "\${words[@]}")}")
  _describe 'firebreak' words_of_it
}
compdef _firebreak firebreak`,
  fish: `function firebreak; node ${quotedTool} $argv; end
complete -c firebreak -a '(firebreak ${ask} (commandline -opc) (commandline -ct))'`,
};

/**
 * The script of a shell. Evaluated in it, the word firebreak starts the tool from any folder and is completed.
 *
 * @param shell its name; by default that of the environment
 * @throws Problem with exit code 2 that lists the shells
 */
export function completionScript(shell = path.basename(process.env["SHELL"] ?? "bash")): string {
  const script = scripts[shell];
  if (script) return script;
  throw problem(`there is no completion for "${shell}": the shells are ${Object.keys(scripts).join(", ")}`, 2);
}
