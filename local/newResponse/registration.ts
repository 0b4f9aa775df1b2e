import { identifierOf } from "./naming";

/** The files in which a response is registered, and the change of each. */
export const registrations: { file: string; register(text: string, name: string): string }[] = [
  { file: "runtime/responses/catalogue.ts", register: inCatalogue },
  { file: "components/settings/responses.ts", register: inSettings },
];

/** Adds the import in its sorted place, and the constant before the runbooks in the list. */
function inCatalogue(text: string, name: string): string {
  const constant = identifierOf(name);
  const line = `import { ${constant} } from "./${constant}";`;
  const lines = text.split("\n");
  const imports = lines.filter((one) => /^import \{ \w+ \} from "\.\/\w+";$/.test(one));
  const after = imports.filter((one) => pathIn(one) < pathIn(line)).at(-1);
  if (after === undefined) throw anchorFault("the imports of the responses", "runtime/responses/catalogue.ts");
  lines.splice(lines.indexOf(after) + 1, 0, line);
  return replaced(lines.join("\n"), "    ...declared,\n", `    ${constant},\n    ...declared,\n`, "catalogue.ts");
}

const pathIn = (line: string) => line.split('"')[1]!.toLowerCase();

/** Adds a schema with only the common settings. */
function inSettings(text: string, name: string): string {
  const lineOf = (response: string) => `  "${response}": z.strictObject(base("${response}")),\n`;
  const last = lineOf("run-runbook");
  return replaced(text, last, `${last}${lineOf(name)}`, "settings/responses.ts");
}

function replaced(text: string, old: string, by: string, file: string): string {
  if (text.split(old).length !== 2) throw anchorFault(`"${old.trim()}"`, file);
  return text.replace(old, () => by);
}

const anchorFault = (what: string, file: string) =>
  new Error(
    `${file} does not have ${what} in the expected place: docs/writing-a-response.md lists what to add by hand`,
  );
