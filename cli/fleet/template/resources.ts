import { here, withFunctions } from "./intrinsics";
import { type Declared, type Part, types, type Whole } from "./types";

/** A resource of a template: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/introduction.html */
export interface Resource {
  Type: string;
  Condition?: string;
  DependsOn?: string[];
  DeletionPolicy?: "Retain";
  UpdateReplacePolicy?: "Retain";
  Metadata?: object;
  Properties?: Record<string, unknown>;
}

/** The outputs of a declared resource that others use, with references. */
export function outputsOf(declared: Declared, homeRegion: string): Record<string, string> {
  const known = types[declared.type];
  if (!known || "of" in known) return {};
  return known.outputs?.(declared.inputs, logicalIdOf(declared, known), homeRegion) ?? {};
}

/**
 * The resources of a template, by logical id.
 *
 * @throws Error that names a type or an input which the table of types lacks
 */
export function resourcesIn(declared: Declared[], homeRegion: string): Record<string, Resource> {
  const wholes = declared.map((one) => ({ one, known: knownTo(one) })).filter(({ known }) => !("of" in known)) as {
    one: Declared;
    known: Whole;
  }[];
  const made = wholes.map(({ one, known }) => ({
    id: logicalIdOf(one, known),
    one,
    known,
    properties: { ...known.given?.(homeRegion), ...propertiesOf(one, known) } as Record<string, unknown>,
  }));
  for (const one of declared) {
    const known = knownTo(one);
    if (!("of" in known)) continue;
    const owner = made.find(
      (other) =>
        other.one.type === known.of &&
        [other.one.inputs["name"], outputsOf(other.one, homeRegion)["bucket"]].includes(one.inputs[known.by]),
    );
    if (!owner) throw new Error(`${one.type} ${one.name} belongs to no ${known.of}`);
    const [property, add] = known.into ?? [];
    const own = propertiesOf(one, known);
    if (property && add) owner.properties[property] = add(owner.properties[property], own);
  }
  const twice = made.find(({ id }, at) => made.slice(0, at).some((earlier) => earlier.id === id));
  if (twice)
    throw new Error(`${twice.one.type} ${twice.one.name} has the logical id ${twice.id}, which another one has`);
  const idsOf = (type: string) => made.filter(({ one }) => one.type === type).map(({ id }) => id);
  return Object.fromEntries(
    made.map(({ id, known, properties }) => {
      const DependsOn = (known.after ?? []).flatMap(idsOf);
      const resource: Resource = {
        Type: known.type,
        ...(DependsOn.length > 0 && { DependsOn }),
        ...(known.stays && { DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" }),
        Properties: withFunctions(properties) as Record<string, unknown>,
      };
      return [id, resource];
    }),
  );
}

function knownTo({ type, name }: Declared): Whole | Part {
  const known = types[type];
  if (known) return known;
  throw new Error(`${type} ${name} has no CloudFormation type: add it to cli/fleet/template/types.ts`);
}

function propertiesOf({ type, name, inputs }: Declared, known: Whole | Part): Record<string, unknown> {
  const by = "of" in known ? [known.by] : [];
  const entries = Object.entries(inputs).flatMap(([input, value]) => {
    if (input === "region" || by.includes(input) || value === undefined) return [];
    const property = known.properties[input];
    if (property === undefined) {
      throw new Error(
        `${input} of ${type} ${name} has no CloudFormation property: add it to cli/fleet/template/types.ts`,
      );
    }
    const [as, of] = typeof property === "string" ? [property] : property;
    return [[as, of ? of(value) : value]];
  });
  return Object.fromEntries(entries);
}

/** Stays the same between versions as long as the name in the program does: CloudFormation replaces what gets another id. */
function logicalIdOf({ name }: Declared, { type }: Whole): string {
  const words = name
    .replace(`-${here.region}`, "")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const kind = type.split("::").at(-1)!;
  const id = words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join("");
  return id.endsWith(kind) ? id : `${id}${kind}`;
}
