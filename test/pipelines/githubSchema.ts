import { buildSync } from "esbuild";

/**
 * What GitHub's own parser finds wrong in a workflow: its syntax, its expressions and their contexts. Bundled, because the package
 * imports JSON in a way that Node.js does not know.
 */
export function workflowErrors(name: string, content: string): string[] {
  const { outputFiles } = buildSync({
    stdin: {
      contents: 'export { parseWorkflow, NoOperationTraceWriter } from "@actions/workflow-parser";',
      resolveDir: __dirname,
    },
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    logLevel: "silent",
  });
  const loaded = { exports: {} as Parser };
  new Function("module", "exports", "require", outputFiles[0]!.text)(loaded, loaded.exports, require);
  const { parseWorkflow, NoOperationTraceWriter } = loaded.exports;
  const { context } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}

type Parser = Pick<
  typeof import("@actions/workflow-parser", { with: { "resolution-mode": "import" }}),
  "parseWorkflow" | "NoOperationTraceWriter"
>;
