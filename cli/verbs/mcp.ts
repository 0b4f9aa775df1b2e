import type { Verb } from "../verb";
import type { World } from "../world";

export const mcp: Verb = {
  command: "mcp",
  summary: "Serve incidents and plans to AI assistants (Model Context Protocol, standard input and output)",
  options: {
    requests: {
      type: "boolean",
      default: false,
      describe: "Also tools that request a containment, which another person must approve, or a release",
    },
  },
  examples: [["mcp", "As the command of a server in the assistant's configuration"]],
  async run({ requests }: { requests: boolean }, world: World) {
    // Loaded here because no other command needs it.
    const { mcpServer } = require("../mcp/server") as typeof import("../mcp/server");
    const { StdioServerTransport } =
      require("@modelcontextprotocol/sdk/server/stdio.js") as typeof import("@modelcontextprotocol/sdk/server/stdio.js");
    const server = mcpServer(world, { requests });
    const closed = new Promise<0>((resolve) => {
      server.server.onclose = () => resolve(0);
      // The assistant ends the server by closing its input.
      process.stdin.once("end", () => void server.close());
    });
    await server.connect(new StdioServerTransport());
    return closed;
  },
};
