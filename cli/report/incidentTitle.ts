import type { Incident } from "./incidents";

/** What an incident is called: what the finding says, or else what was done to what. */
export function incidentTitle({ about, target, response, finding, containment }: Incident): string {
  if (about?.title) return about.title;
  const type = about?.type ?? containment?.holds[finding]?.type;
  if (type) return type;
  return target ? `${response} of ${target.id}` : `Event ${finding}`;
}
