import { scenarios } from "./scenarios";
import { runScenario, failureText } from "./suite";
describe("try", () => { for (const s of scenarios.filter(s => s.name.includes(process.env.S ?? ""))) for (const phase of ["contain", "release"] as const) it(s.name+phase, async () => {
  const t = performance.now(); const c = process.cpuUsage();
  const o = await runScenario(s, phase);
  console.log("#", s.name, phase, o.calls, o.runs, Math.round((performance.now() - t)/1000), Math.round(process.cpuUsage(c).user/1e6), o.broken);
  for (const f of o.failures) console.log(failureText(f));
}).timeout(600000); });
