import type { Properties } from "../properties";
import type { Place } from "../session";

/** A data source: what it takes besides `region` and `id`, and how it is answered. */
export interface Invoke {
  args: string[];
  answer(args: Properties, aws: Place): Properties | Promise<Properties>;
}
