import { resourcePage } from "../consolePage";
import type { FindingSource } from "../source";

/** A person who asks for a containment by hand. */
export const operator: FindingSource = {
  name: "operator",
  label: "a person",
  events: [],
  consoleLink: resourcePage,
};
