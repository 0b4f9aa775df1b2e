import { z } from "zod";
import { canonicalRule } from "../../runtime/findings/config/rules";
import { notifiedTypes } from "../../runtime/findings/notifiedTypes";
import { distance, nearest } from "../../runtime/lib/nearest";
import { matchesWildcard } from "../../runtime/lib/wildcard";
import { findingTypes as blockPrincipal } from "../../runtime/responses/blockPrincipal/findingTypes";
import { findingTypes as blockPublicBucket } from "../../runtime/responses/blockPublicBucket/findingTypes";
import { findingTypes as confineCluster } from "../../runtime/responses/confineCluster/findingTypes";
import { findingTypes as confineSecurityGroup } from "../../runtime/responses/confineSecurityGroup/findingTypes";
import { findingTypes as isolateDatabase } from "../../runtime/responses/isolateDatabase/findingTypes";
import { findingTypes as isolateInstance } from "../../runtime/responses/isolateInstance/findingTypes";
import { findingTypes as isolatePod } from "../../runtime/responses/isolatePod/findingTypes";
import { findingTypes as isolateTask } from "../../runtime/responses/isolateTask/findingTypes";
import { findingTypes as restoreGuardrail } from "../../runtime/responses/restoreGuardrail/findingTypes";
import { findingTypes as stopFunction } from "../../runtime/responses/stopFunction/findingTypes";
import { findingTypes as unshareCopy } from "../../runtime/responses/unshareCopy/findingTypes";

/** Every known finding type. */
export const knownTypes: string[] = [
  ...new Set([
    ...isolateInstance,
    ...blockPrincipal,
    ...confineSecurityGroup,
    ...blockPublicBucket,
    ...stopFunction,
    ...isolateDatabase,
    ...unshareCopy,
    ...isolateTask,
    ...isolatePod,
    ...confineCluster,
    ...restoreGuardrail,
    ...notifiedTypes.flatMap(({ types }) => types),
  ]),
];

/**
 * The finding type that was probably meant by a similar one, which may have `*`. Undefined if the type is known, or if
 * nothing is similar: new types and custom rules are not mistakes.
 */
export function meantType(type: string): string | undefined {
  if (knownTypes.some((known) => matchesWildcard(type, known))) return undefined;
  const rule = /^config:\s*rule\/(.+)$/i.exec(type)?.[1];
  if (rule !== undefined) {
    const meant = `Config:Rule/${rule.includes("*") ? rule : canonicalRule(rule, "")}`;
    return meant === type ? nearRule(type) : meant;
  }
  if (!type.includes("*")) return nearType(type);
  const head = type.slice(0, type.indexOf("*"));
  const near = head.length < 4 ? undefined : nearHead(head);
  return near === undefined ? undefined : `${near}${type.slice(head.length)}`;
}

/**
 * The beginning of a known type that is most similar to the text before the first `*` and ends with the same character.
 */
function nearHead(head: string): string | undefined {
  const heads = [-2, -1, 0, 1, 2].flatMap((more) => knownTypes.map((known) => known.slice(0, head.length + more)));
  return [...new Set(heads)]
    .filter((other) => other.at(-1) === head.at(-1))
    .map((other) => ({ other, far: distance(head.toLowerCase(), other.toLowerCase()) }))
    .filter(({ far }) => far <= 2)
    .sort((left, right) => left.far - right.far)[0]?.other;
}

/** AWS adds types for other resources and with other last letters, which are not mistakes. */
function nearType(type: string): string | undefined {
  // Among hundreds of controls, only a wrong case is recognizable as a mistake.
  if (/^SecurityHub:/i.test(type)) return knownTypes.find((known) => known.toLowerCase() === type.toLowerCase());
  const resourceOf = (text: string) => /^[^:]*:([^/]*)/.exec(text)?.[1]?.toLowerCase() ?? "";
  const variant = (text: string) => text.replace(/\.[A-Z](?=!|$)/, ".?");
  const resource = resourceOf(type);
  const same = knownTypes.filter((known) => resourceOf(known) === resource);
  const near = nearest(type, same.length > 0 ? same : knownTypes, 2);
  return near !== undefined && variant(near) === variant(type) ? undefined : near;
}

/** Rules can have any name: only a name that differs in one letter from a known rule counts as a mistake. */
function nearRule(type: string): string | undefined {
  return nearest(
    type,
    knownTypes.filter((known) => known.startsWith("Config:Rule/")),
    1,
  );
}

/** The schema of a finding type in the settings. */
export const findingType = z
  .string("a finding type in quotes")
  .min(1, "a finding type")
  .superRefine((text, context) => {
    if (text !== text.trim()) context.addIssue({ code: "custom", message: "a finding type without spaces around it" });
    const meant = meantType(text.trim());
    if (meant) context.addIssue({ code: "custom", message: `a finding type: did you mean ${meant}?` });
  });
