import assert from "node:assert/strict";
import { ownFunctions, touchesFunctions } from "../../../components/documents/ownFunctions";
import { responderSettings } from "../../../components/functions/settings";
import type { MasterSettings } from "../../../components/settings/schema";
import { readSettings } from "../../../components/settings/settings";
import { functionTarget } from "../../../runtime/resources/targets";
import { catalogue } from "../../../runtime/responses/catalogue";
import { stopFunction } from "../../../runtime/responses/stopFunction";
import { masterConfig } from "../deploy";

const [security, member] = ["111122223333", "444455556666"];

const config: Record<string, string> = {
  ...masterConfig,
  "firebreak:securityLake": JSON.stringify({ bucket: "lake-1" }),
  "firebreak:channels": JSON.stringify({ soc: { kind: "jira", url: "https://soc.example.com", project: "SOC" } }),
};

describe("the product's own functions", () => {
  const settings = readSettings((key) => config[`firebreak:${key}`]) as MasterSettings;
  const { response } = responderSettings(stopFunction, catalogue, settings, "aws");
  const refused = (id: string, accountId: string, region = settings.homeRegion) =>
    stopFunction.refuses!(functionTarget({ accountId, region, partition: "aws" }, id), response as any);

  it("N4a: are never stopped: all functions of the security account, by their exact ARNs", () => {
    const names = [...catalogue.map(({ name }) => name), "exceptions", "doctor", "open-groups", "lake", "channel-soc"];
    for (const name of [...names, "block-principal-release", "stop-function-release"]) {
      assert.match(JSON.stringify(refused(`firebreak-${name}`, security!)), /one of Firebreak's own/, name);
    }
  });

  it("N4a: do not include what only has such a name", () => {
    assert.equal(refused("firebreak-stop-function", member!), undefined);
    assert.equal(refused("firebreak-stop-function", security!, "ap-south-1"), undefined);
    assert.equal(refused("firebreak-backdoor", security!), undefined);
    assert.equal(
      new Set(ownFunctions(catalogue, settings, "aws")).size,
      ownFunctions(catalogue, settings, "aws").length,
    );
  });

  it("N4a: are known to the response that acts on functions only", () => {
    assert.deepEqual(catalogue.filter(touchesFunctions), [stopFunction]);
  });
});
