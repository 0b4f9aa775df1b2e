import { isRegion } from "../runtime/lib/partitions";
import { problem } from "./problem";

/** Checks an account id. @throws Problem with exit code 2 that names the option, if it is not one */
export function accountOf(text: string, option = "--account"): string {
  if (/^\d{12}$/.test(text)) return text;
  throw problem(`${option} is "${text}": it must be an account id of 12 digits`, 2);
}

/** Checks a Region's name. @throws Problem with exit code 2 if it is not one */
export function regionOf(text: string): string {
  if (isRegion(text)) return text;
  throw problem(`--region is "${text}": it must be a Region such as eu-west-1`, 2);
}
