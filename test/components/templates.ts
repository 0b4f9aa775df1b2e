import { writeFileSync } from "node:fs";
import path from "node:path";
import { stringify } from "yaml";
import { type TemplatePart, templateMark, templateParts } from "../../components/documents/memberTemplate";

/** The Regions of the templates. */
export const regionsOf = { account: ["eu-west-1"], regions: ["eu-west-1", "us-east-1"] };

const parameter = { Type: "String", Default: "true" };

/** A template without resources, as a StackSet needs it. */
export const emptyTemplate = (part: TemplatePart) => ({
  Metadata: templateMark(part, regionsOf[part]),
  Parameters: { CreateRecorder: parameter, ...(part === "regions" && { CreateDetector: parameter }) },
  Resources: {},
});

/** Writes a template into a folder. */
export const writeTemplate = (folder: string, part: TemplatePart, content: object): void =>
  writeFileSync(path.join(folder, `${part}.yaml`), stringify(content));

/** Writes both templates. */
export function writeTemplates(folder: string): void {
  for (const part of templateParts) writeTemplate(folder, part, emptyTemplate(part));
}
