import type { Properties } from "../properties";
import type { Place } from "../session";

/** A data source: its arguments besides `region` and `id`, and its implementation. */
export interface Invoke {
  args: string[];
  answer(args: Properties, aws: Place): Properties | Promise<Properties>;
}
