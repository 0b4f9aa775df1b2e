import { detector } from "./detector";
import { ebsEncryption } from "./ebsEncryption";
import type { Guardrail } from "./guardrail";
import { publicAccessBlock } from "./publicAccessBlock";
import { recorder } from "./recorder";
import { trail } from "./trail";

/** Every kind of guardrail that is restored. */
export const guardrails: Guardrail[] = [trail, detector, recorder, publicAccessBlock, ebsEncryption];

/** The finding type of a call. */
export const callType = (name: string): string => `CloudTrail:Call/${name}`;

/** Every finding type that reports that a guardrail of this kind is off. */
export const typesAbout = ({ accountTypes, callIsFinding, offEvent }: Guardrail): string[] => [
  ...accountTypes,
  ...(callIsFinding ? [callType(offEvent)] : []),
];

/** What is known about a kind. */
export const guardrailOf = (kind: string): Guardrail => guardrails.find((one) => one.kind === kind)!;
