import assert from "node:assert/strict";
import { releaseAliases } from "../../../components/documents/commandAliases";
import { isResponse } from "../../../runtime/model/response";
import { catalogue } from "../../../runtime/responses/catalogue";

describe("the aliases of functions that release", () => {
  it("let the containing function ask wherever a response gives something back", () => {
    const asked = catalogue.filter(isResponse).filter((response) => releaseAliases(response).includes("give-back"));
    assert.deepEqual(
      asked.map(({ name }) => name),
      ["isolate-instance", "isolate-task", "isolate-pod"],
    );
    for (const { name, givesBack } of catalogue.filter(isResponse))
      assert.equal(
        givesBack !== undefined,
        asked.some((response) => response.name === name),
        name,
      );
  });
});
