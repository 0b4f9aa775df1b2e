import { z } from "zod";
import { decisionEventSchema } from "../../runtime/notices/eventSchema";

/** The JSON Schema of an event's `detail` on the bus of decisions. */
export function decisionSchema(): string {
  const schema = z.toJSONSchema(decisionEventSchema(), { target: "draft-7" });
  return `${JSON.stringify({ title: "The detail of a Firebreak Decision, version 1", ...schema }, null, 2)}\n`;
}
