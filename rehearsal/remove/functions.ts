import type { Lambda } from "@aws-sdk/client-lambda";
import { pages } from "../../runtime/aws/pages";
import { namePrefix, runIn } from "../names";
import type { Attempt } from "./attempt";

/** Removes functions, with the versions that stop-function published. */
export async function removeFunctions(lambda: Lambda, attempt: Attempt): Promise<void> {
  const functions = await pages(
    (Marker) => lambda.listFunctions({ Marker }),
    (page) => page.Functions,
    (page) => page.NextMarker,
  );
  for (const { FunctionName, FunctionArn } of functions.filter((one) => one.FunctionName!.startsWith(namePrefix))) {
    const { Tags = {} } = await lambda.listTags({ Resource: FunctionArn! });
    const tags = Object.entries(Tags).map(([Key, Value]) => ({ Key, Value }));
    if (runIn(tags) !== undefined)
      await attempt(`function ${FunctionName}`, () => lambda.deleteFunction({ FunctionName: FunctionName! }));
  }
}
