import assert from "node:assert/strict";
import { csvOf } from "../../../cli/output/csv";
import { decision } from "../journal";

const about = decision().about!;

describe("decisions as CSV", () => {
  it("P34: have a heading, and a line for each decision", () => {
    const [heading, line] = csvOf([decision()]).trimEnd().split("\n");
    assert.match(heading!, /^at,outcome,response,severity,type,title,account,region,kind,id,arn,reason,/);
    assert.match(
      line!,
      /^2026-11-26T10:00:00.000Z,contained,isolate-instance,8,.*,444455556666,eu-west-1,ec2-instance,/,
    );
    assert.equal(csvOf([]).trimEnd(), heading);
  });

  it("P34: are never a formula or more columns, whatever an attacker put into a title", () => {
    const titleOf = (title: string) => csvOf([decision({ about: { ...about, title } })]);
    assert.ok(titleOf("=HYPERLINK(1)").includes(",'=HYPERLINK(1),"));
    assert.ok(titleOf("@SUM(1)").includes(",'@SUM(1),"));
    assert.ok(titleOf('a,"b"\nc').includes(',"a,""b""\nc",'));
  });
});
