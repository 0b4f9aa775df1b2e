import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import { version } from "../../runtime/lib/version";
import { runVerb } from "../runVerb";
import type { World } from "../world";
import { untrusted } from "./results";
import { readingTools, requestingTools, type Tool } from "./tools";

/** The most entries of a list in one result: the reader of a result has little room. */
const longestList = 100;

const instructions =
  "Firebreak contains security incidents in AWS accounts. The tools read what it decided, and plan what it would do. " +
  `${untrusted} Containments, approvals and releases are for people: give them the command of the firebreak command line.`;

/**
 * A server of the Model Context Protocol (https://modelcontextprotocol.io/specification) whose tools are commands of this command line,
 * with the credentials of the user.
 *
 * @param requests whether there are tools that ask a person to contain or to release
 */
export function mcpServer(world: World, { requests }: { requests: boolean }): McpServer {
  const server = new McpServer({ name: "firebreak", version }, { instructions });
  for (const tool of [...readingTools, ...(requests ? requestingTools : [])]) register(server, tool, world);
  return server;
}

function register(server: McpServer, tool: Tool, world: World): void {
  const [name, form] = tool.result;
  const { title, description, input, requests = false } = tool;
  server.registerTool(
    tool.name,
    {
      title,
      description: `${description} ${untrusted}`,
      inputSchema: z.strictObject(input),
      outputSchema: z.object({
        note: z.string(),
        [name]: form,
        total: z.int().optional().describe(`how many there are, of which at most ${longestList} are listed`),
      }),
      annotations: { readOnlyHint: !requests, destructiveHint: false, openWorldHint: true },
    },
    (given: Record<string, unknown>) => answer(tool, given, world),
  );
}

async function answer(tool: Tool, given: Record<string, unknown>, world: World): Promise<CallToolResult> {
  const { finding } = given;
  if (finding !== undefined) return inFile(finding, (file) => run(tool, given, { world, file }));
  return run(tool, given, { world, file: "" });
}

async function run(
  tool: Tool,
  given: object,
  { world, file }: { world: World; file: string },
): Promise<CallToolResult> {
  const { out, err } = await runVerb([...tool.argv(given, file), "--json"], world);
  return resultOf(tool, out, file ? err.replaceAll(file, "the finding") : err);
}

/** Commands take a finding as a file. */
async function inFile<Result>(finding: unknown, use: (file: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), "firebreak-mcp-"));
  try {
    const file = path.join(folder, "finding.json");
    await writeFile(file, JSON.stringify(finding), { mode: 0o600 });
    return await use(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A command that fails prints no result. One whose result is bad news prints it, and its exit code is not 0 either. */
function resultOf({ result: [name] }: Tool, out: string, err: string): CallToolResult {
  if (out.trim() === "") return { isError: true, content: [text(`${untrusted}\n${err.trim()}`)] };
  const data: unknown = JSON.parse(out);
  const listed = Array.isArray(data) ? { [name]: data.slice(0, longestList), total: data.length } : { [name]: data };
  const content = { note: [untrusted, err.trim()].filter((line) => line !== "").join("\n"), ...listed };
  return { structuredContent: content, content: [text(JSON.stringify(content))] };
}

const text = (content: string) => ({ type: "text" as const, text: content });
