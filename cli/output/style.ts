import { createColors } from "picocolors";
import { severityBand } from "../../runtime/model/finding";
import type { Outcome } from "../../runtime/model/outcome";
import { severe } from "../../runtime/notices/needsNotice";
import type { World } from "../world";
import type { Cell } from "./table";

type Paint = (text: string) => string;

/** A severity in words: "high 8". */
export const severityText = (severity: number): string => `${severityBand(severity)} ${severity}`;

const plain: Paint = (text) => text;

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
    outcome: (outcome: Outcome | string) => (paints[outcome] ?? plain)(outcome),
    /** The same as a cell of a table. */
    outcomeCell: (outcome: Outcome | string): Cell => ({ text: outcome, paint: paints[outcome] ?? plain }),
    /** A severity as a cell of a table: the band and the number. Empty if it is not known. */
    severityCell: (severity: number | undefined): Cell =>
      severity === undefined ? "" : { text: severityText(severity), paint: severity >= severe ? red : plain },
  };
}

export type Style = ReturnType<typeof styleOf>;
