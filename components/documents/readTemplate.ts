import { parse } from "yaml";
import { z } from "zod";
import { version } from "../../runtime/lib/version";
import { userError } from "../shared/userError";
import { largestInBucket, type TemplatePart, templateParts } from "./memberTemplate";

const schema = z.object({
  Metadata: z.object({
    Firebreak: z.object({ Version: z.string(), Template: z.enum(templateParts), Regions: z.array(z.string()) }),
  }),
  Parameters: z.record(z.string(), z.object({ Default: z.string() })),
});

/** A template that was written by `firebreak fleet template`. */
export interface MemberTemplate {
  /** JSON, which is shorter than YAML. */
  body: string;
  regions: string[];
  /** The parameters with their values. */
  parameters: Record<string, string>;
}

/**
 * Reads a template.
 *
 * @param name what errors call it
 * @param given values of parameters; those that only the other template has are for that one
 * @throws Error if it is another template, of another version, or too large for a StackSet
 */
export function readTemplate(
  text: string,
  part: TemplatePart,
  name: string,
  given: Record<string, string>,
): MemberTemplate {
  const raw: unknown = parse(text, { version: "1.1" });
  const again = `Write it with: firebreak fleet template ${part} --out ${name}`;
  const { data } = schema.safeParse(raw);
  const mark = data?.Metadata.Firebreak;
  if (!data || mark?.Template !== part) throw userError(`${name} is not Firebreak's template "${part}". ${again}`);
  if (mark.Version !== version) {
    throw userError(`${name} is of Firebreak ${mark.Version}, and this is ${version}. ${again}`);
  }
  const body = JSON.stringify(raw);
  const bytes = Buffer.byteLength(body);
  if (bytes > largestInBucket) {
    throw userError(`${name} has ${bytes} bytes, and a StackSet takes ${largestInBucket}: declare fewer runbooks`);
  }
  const parameters = Object.entries(data.Parameters).map(([key, { Default }]) => [key, given[key] ?? Default]);
  return { body, regions: mark.Regions, parameters: Object.fromEntries(parameters) };
}
