import { z } from "zod";
import { coded } from "../lib/errors";
import { isRegion } from "../lib/partitions";
import { taggedTypes, targetType } from "../resources";
import { endOfDay, timeOf } from "./day";
import { grantedIds } from "./kinds";
import { signaturePattern } from "./signedText";

/** The alias of the function that each command comes through. */
export const exceptionCommands = {
  grant: "approve",
  check: "operate",
  revoke: "operate",
  "dead-letters": "operate",
  redrive: "operate",
} as const;

/**
 * A reader of the commands about exceptions:
 *
 * - `grant`: writes an exception, which its approver has signed, to the resource and into the register,
 * - `check`: says for each response whether the resource is exempt now, and why,
 * - `revoke`: revokes an exception, even one that was never granted,
 * - `dead-letters` and `redrive`: count the kept dead letters; deliver them again.
 *
 * The sender of a command that changes something proves its identity, see `CallerProof`.
 */
export function exceptionCommandReader() {
  const text = z.string().trim().min(1).max(500);
  const proof = z.object({ headers: z.record(z.string(), z.string()) });
  const resource = {
    account: z.string().regex(/^\d{12}$/, "has to be an account id of 12 digits"),
    region: z.string().refine(isRegion, "has to be a Region such as eu-west-1"),
    kind: z.enum(
      taggedTypes.map((one) => one.kind),
      `has to be one of ${taggedTypes.map((one) => one.kind).join(", ")}`,
    ),
    id: text,
  };
  // Words without blanks, in the characters that every service allows in a tag.
  const word = z
    .string()
    .max(100)
    .regex(/^[\p{L}\p{N}_.:/+@-]+$/u, "has to be one word of letters, digits or _.:/+@-");
  const day = z.string().refine((value) => endOfDay(value) !== undefined, "has to be a day such as 2027-01-31");
  const time = z
    .string()
    .refine((value) => timeOf(value) !== undefined, "has to be a time such as 2026-11-26T02:41:00Z");
  const schema = z
    .discriminatedUnion(
      "command",
      [
        z.object({
          command: z.literal("grant"),
          ...resource,
          responses: z.array(z.string().regex(/^[a-z-]{1,40}$/, "has to be the name of a response")).min(1),
          until: day,
          owner: word,
          reference: word,
          issuedAt: time,
          signature: z.string().regex(new RegExp(signaturePattern), "has to be 43 characters of base64url"),
          proof,
        }),
        z.object({ command: z.literal("check"), ...resource, response: text.optional() }),
        z.object({ command: z.literal("dead-letters") }),
        z.object({ command: z.literal("redrive"), reason: text.optional(), proof }),
        z.object({ command: z.literal("revoke"), arn: text, reason: text, proof }),
        z.object({ command: z.literal("revoke-resource"), ...resource, reason: text, proof }),
      ],
      `has to be one of ${Object.keys(exceptionCommands).join(", ")}`,
    )
    .superRefine((value, context) => {
      if (!("kind" in value)) return;
      const { isId, idForm } = grantedIds(targetType(value.kind)!);
      if (isId(value.id)) return;
      context.addIssue({ code: "custom", path: ["id"], message: `${value.id} has to be ${idForm}` });
    });
  return (input: unknown) => {
    const given = (input ?? {}) as Record<string, unknown>;
    const byPlace = given["command"] === "revoke" && given["arn"] === undefined;
    const parsed = schema.safeParse(byPlace ? { ...given, command: "revoke-resource" } : input);
    if (parsed.success) return parsed.data;
    throw coded("BadCommand", parsed.error.issues.map((one) => `${one.path.join(".")} ${one.message}`).join("; "));
  };
}

export type ExceptionCommand = ReturnType<ReturnType<typeof exceptionCommandReader>>;
export type GrantCommand = Extract<ExceptionCommand, { command: "grant" }>;
export type CheckCommand = Extract<ExceptionCommand, { command: "check" }>;
export type RevokeCommand = Extract<ExceptionCommand, { command: "revoke" | "revoke-resource" }>;
