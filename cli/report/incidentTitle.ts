import type { Incident } from "./incidents";

/** An incident's title: the title of its finding, or else the response and target. */
export function incidentTitle({ about, target, response, finding, containment }: Incident): string {
  if (about?.title) return about.title;
  const type = about?.type ?? containment?.holds[finding]?.type;
  if (type) return type;
  return target ? `${response} of ${target.id}` : `Event ${finding}`;
}
