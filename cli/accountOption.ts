import { isRegion } from "../runtime/lib/partitions";
import { problem } from "./problem";

/** An account id as given. @throws Problem with exit code 2 if it is none */
export function accountOf(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw problem(`--account is "${text}": it has to be an account id of 12 digits`, 2);
}

/** A Region as given. @throws Problem with exit code 2 if it is none */
export function regionOf(text: string): string {
  if (isRegion(text)) return text;
  throw problem(`--region is "${text}": it has to be a Region such as eu-west-1`, 2);
}
