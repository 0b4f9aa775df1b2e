import { tell } from "../output/print";
import { problem } from "../problem";
import type { Verb } from "../verb";
import type { World } from "../world";

export const serveConsole: Verb = {
  command: "console",
  summary: "Serve a web page on this machine: what needs you now, incidents, approvals, releases",
  options: {
    port: {
      type: "number",
      range: { least: 0, most: 65_535, whole: true },
      requiresArg: true,
      default: 0,
      describe: "Port on 127.0.0.1; 0 for any free one",
    },
  },
  examples: [["console", "Prints the address to open; it works once, in one browser"]],
  async run({ port }: { port: number }, world: World) {
    // Loaded here because no other command needs it.
    const { consoleApi } = require("../console/api") as typeof import("../console/api");
    const { serve } = require("../console/server") as typeof import("../console/server");
    const { page } = require("../built.cjs") as typeof import("../built.cjs");
    const api = await consoleApi(world);
    // The journal is read before the browser asks. A failure is shown there.
    void api.reads["/api/now"]!(new URLSearchParams()).catch(() => {});
    const files = page("console/page/main.tsx");
    const served = await serve(api, files, port).catch((error: NodeJS.ErrnoException) => {
      throw problem(`Cannot listen on 127.0.0.1, port ${port} (${error.code}): name another --port.`);
    });
    const stopped = new Promise<void>((resolve) => {
      world.onStop(resolve);
    });
    tell(world, "The console works with your AWS credentials, on this machine only. Ctrl-C ends it. Open:");
    world.out.write(`${served.address}\n`);
    await stopped;
    await served.close();
    return 130;
  },
};
