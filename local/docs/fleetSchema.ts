import { z } from "zod";
import { inventorySchema } from "../../cli/fleet/inventory/schema";

/** The project file, as far as its settings are described there. */
export interface Project {
  config: Record<string, { description?: string }>;
}

type Node = z.core.JSONSchema.BaseSchema;
type MaybeNode = Node | boolean | undefined;

/**
 * The JSON schema of fleet.yaml, for editors: draft 7, which the YAML language server knows
 * (https://github.com/redhat-developer/yaml-language-server#features). It refuses unknown keys as the tool does, but knows nothing of
 * what the tool checks by code, such as whether an account id is a placeholder.
 *
 * @param project whose descriptions of settings it takes
 */
export function fleetSchema(project: Project): string {
  const schema = z.toJSONSchema(inventorySchema, { target: "draft-7", io: "input" });
  const { everywhere, security, defaults, groups, overrides } = schema.properties ?? {};
  const settings = [
    everywhere,
    security,
    defaults,
    propertiesOf(additional(groups))["settings"],
    additional(overrides),
  ];
  for (const node of settings) describeSettings(node, project);
  return `${JSON.stringify({ title: "The inventory of Firebreak, fleet.yaml", ...schema }, null, 2)}\n`;
}

const propertiesOf = (node: MaybeNode): Record<string, MaybeNode> =>
  (typeof node === "object" && node.properties) || {};
const additional = (node: MaybeNode): MaybeNode => (typeof node === "object" ? node.additionalProperties : undefined);

function describeSettings(node: MaybeNode, { config }: Project): void {
  for (const [key, setting] of Object.entries(propertiesOf(node))) {
    const description = config[key]?.description;
    if (description !== undefined && typeof setting === "object") setting.description = description;
  }
}
