import { isDeepStrictEqual } from "node:util";
import { type TemplatePart, templateMark } from "../../../components/documents/memberTemplate";
import type { ServiceSettings } from "../../../components/settings/schema";
import { version } from "../../../runtime/lib/version";
import { type Choice, choicesOf, yesOrNo } from "./choices";
import { declaredBy } from "./declared";
import { here, withFunctions } from "./intrinsics";
import { withHandles } from "./order";
import { type Resource, resourcesIn } from "./resources";
import type { Declared } from "./types";

/** A template: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html */
export interface Template {
  AWSTemplateFormatVersion: "2010-09-09";
  Description: string;
  Metadata: object;
  Parameters: Record<string, object>;
  Conditions: Record<string, object>;
  Resources: Record<string, Resource>;
}

/**
 * One of the two templates of a member account, from the same declarations as its Pulumi stack. It has no id of a member
 * account in it, and where accounts or Regions differ, a condition.
 *
 * @param settings with at least one Region
 * @throws Error if a resource or an input has no place in CloudFormation
 */
export async function templateOf(settings: ServiceSettings, part: TemplatePart): Promise<Template> {
  const { all, choices } = choicesOf(settings);
  const { homeRegion, regions } = settings;
  const read = async (given: ServiceSettings) => {
    const declared = await declaredBy(part === "account" ? given : { ...given, regions: [here.region] });
    return resourcesIn(declared.filter(isIn(part)), homeRegion);
  };
  const resources = await read(all);
  const others: Other[] = [];
  // One after the other: Pulumi's runtime is one for the process.
  for (const choice of choices) others.push({ choice, resources: await read(choice.without) });
  const merged = withHandles(merge(resources, others));
  const used = JSON.stringify(merged);
  const needed = choices.filter(({ name }) => used.includes(JSON.stringify(name)));
  const where = part === "account" ? `only in ${homeRegion}` : `in ${regions.join(", ")}`;
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `Firebreak ${version}: ${purposes[part]} of a member account, to be deployed ${where}`,
    Metadata: templateMark(part, part === "account" ? [homeRegion] : regions),
    Parameters: Object.fromEntries(
      needed.flatMap(({ name, description }) =>
        description ? [[name, { ...yesOrNo, Description: description }]] : [],
      ),
    ),
    Conditions: Object.fromEntries(needed.map(({ name, condition }) => [name, withFunctions(condition) as object])),
    Resources: merged,
  };
}

const purposes: Record<TemplatePart, string> = { account: "the roles", regions: "the rules" };

/** The provider's resources have their Region, except those that an account has once. */
const isIn =
  (part: TemplatePart) =>
  ({ inputs }: Declared): boolean =>
    "region" in inputs === (part === "regions");

/** The resources if one choice is the other way. */
interface Other {
  choice: Choice;
  resources: Record<string, Resource>;
}

/** Resources with conditions, and values with `Fn::If`, wherever a choice makes a difference. */
function merge(all: Record<string, Resource>, others: Other[]): Record<string, Resource> {
  const ids = Object.keys(all).sort();
  return Object.fromEntries(
    ids.map((id) => {
      const { Properties, ...rest } = all[id]!;
      const absent = others.filter(({ resources }) => !resources[id]).map(({ choice }) => choice.name);
      if (absent.length > 1) throw new Error(`${id} depends on ${absent.join(" and ")}: a resource has one condition`);
      const present = others.flatMap(({ choice, resources }) =>
        resources[id] ? [{ name: choice.name, value: resources[id].Properties as unknown }] : [],
      );
      const merged: Resource = {
        ...rest,
        ...(absent[0] !== undefined && { Condition: absent[0] }),
        Properties: mergedValue(Properties, present) as Record<string, unknown>,
      };
      return [id, merged];
    }),
  );
}

/** @param others the value for each choice that is the other way */
function mergedValue(value: unknown, others: { name: string; value: unknown }[]): unknown {
  const differing = others.filter((other) => !isDeepStrictEqual(other.value, value));
  if (differing.length === 0) return value;
  if (isMap(value) && differing.every((other) => isMap(other.value))) {
    const keys = new Set([value, ...differing.map((other) => other.value as Values)].flatMap(Object.keys));
    return Object.fromEntries(
      [...keys].map((key) => {
        const inner = differing.map((other) => ({ name: other.name, value: (other.value as Values)[key] }));
        return [key, mergedValue(value[key], inner)];
      }),
    );
  }
  const [first, second] = differing;
  if (second) throw new Error(`a value depends on ${first!.name} and ${second.name}: it may depend on one`);
  return { "Fn::If": [first!.name, value ?? nothing, first!.value ?? nothing] };
}

type Values = Record<string, unknown>;

/** A map of properties, and not a function such as `{ Ref: ... }`, which is one value. */
const isMap = (value: unknown): value is Values =>
  value !== null &&
  typeof value === "object" &&
  !Array.isArray(value) &&
  !Object.keys(value).some((key) => key === "Ref" || key.startsWith("Fn::"));

const nothing = { Ref: "AWS::NoValue" };
