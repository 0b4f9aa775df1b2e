import type { ServiceSettings } from "../../../components/settings/schema";
import { runMocked } from "../../mockedProgram";
import { here } from "./intrinsics";
import { outputsOf } from "./resources";
import type { Declared } from "./types";

/**
 * What the program of a member account declares for any account. Texts have references where a deployment has outputs.
 *
 * @param settings with placeholders for the account, and for the Region if they are for any
 */
export async function declaredBy(settings: ServiceSettings): Promise<Declared[]> {
  const declared: Declared[] = [];
  await runMocked(settings, {
    stack: "template",
    partition: here.partition,
    preview: false,
    made(resource) {
      if (!resource.type.startsWith("pulumi:")) declared.push(resource);
      return outputsOf(resource, settings.homeRegion);
    },
  });
  return declared;
}
