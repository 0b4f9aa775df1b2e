import { createColors } from "picocolors";
import type { Outcome } from "../../runtime/model/outcome";
import type { World } from "../world";

type Paint = (text: string) => string;

/** Text styles; without colours they leave text unchanged. */
export function styleOf({ colours }: Pick<World, "colours">) {
  const { bold, dim, green, yellow, red, cyan } = createColors(colours);
  const paints: Partial<Record<string, Paint>> = {
    contained: green,
    "already-contained": green,
    recontained: green,
    released: green,
    partial: yellow,
    containing: yellow,
    releasing: yellow,
    "awaiting-approval": yellow,
    waiting: yellow,
    started: yellow,
    failed: red,
    refused: red,
    ok: green,
    warning: yellow,
    unknown: yellow,
    fault: red,
    blocker: red,
  };
  return {
    title: bold as Paint,
    faint: dim as Paint,
    command: cyan as Paint,
    warning: yellow as Paint,
    /** An outcome or a status in its colour. */
    outcome: (outcome: Outcome | string) => (paints[outcome] ?? ((text) => text))(outcome),
  };
}

export type Style = ReturnType<typeof styleOf>;
