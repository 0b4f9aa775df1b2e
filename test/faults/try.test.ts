import { isolateScenario } from "./isolate";
import { failureText, runScenario } from "./suite";

describe("try", () => {
  for (const phase of ["contain", "release"] as const)
    it(phase, async () => {
      const t = performance.now();
      const c = process.cpuUsage();
      const o = await runScenario(isolateScenario, phase);
      console.log(o.calls, o.runs, performance.now() - t, process.cpuUsage(c), o.broken);
      for (const f of o.failures) console.log(failureText(f));
    }).timeout(600000);
});
