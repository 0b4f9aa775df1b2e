import { detector } from "./detector";
import { ebsEncryption } from "./ebsEncryption";
import type { Guardrail } from "./guardrail";
import { publicAccessBlock } from "./publicAccessBlock";
import { recorder } from "./recorder";
import { trail } from "./trail";

/** Every kind of guardrail that is restored. */
export const guardrails: Guardrail[] = [trail, detector, recorder, publicAccessBlock, ebsEncryption];

/** What is known about a kind. */
export const guardrailOf = (kind: string): Guardrail => guardrails.find((one) => one.kind === kind)!;
