import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { html, type Part, styleElement } from "../../../cli/report/markup";
import { hostileTexts } from "./sample";

/** What a browser reads where a text was written, for the five names that are used. */
const read = (markup: string) =>
  markup
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

describe("HTML of the report", () => {
  const cases: [why: string, part: Part, written: string][] = [
    ["a text", "a < b & c", "a &lt; b &amp; c"],
    ["both quotes", `"it's"`, "&quot;it&#39;s&quot;"],
    ["what is escaped already", "&lt;", "&amp;lt;"],
    ["a number", 0, "0"],
    ["nothing", undefined, ""],
    ["false", false, ""],
    ["a list", ["<", html`<b>x</b>`, 1], "&lt;<b>x</b>1"],
    ["the end of a line", "one\r\n\u2028two", "one two"],
    ["characters that change the text direction", "a\u202egnp.exe", "a gnp.exe"],
    ["half a surrogate pair", "a\ud800b", "a b"],
  ];
  for (const [why, part, written] of cases) {
    it(`writes ${why}`, () =>
      equal(html`<p title="${part}">${part}</p>`.toString(), `<p title="${written}">${written}</p>`));
  }

  it("keeps any text a text, in elements and in attributes", () => {
    const texts = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...hostileTexts));
    fc.assert(
      fc.property(texts, (text) => {
        const written = html`<p title="${text}">${text}</p>`.toString();
        const found = /^<p title="([^"<>]*)">([^<>]*)<\/p>$/.exec(written);
        ok(found, written);
        deepEqual([read(found[1]!), read(found[2]!)], Array(2).fill(text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ")));
      }),
    );
  });

  it("treats no data as markup, whatever it looks like", () => {
    const forged = { text: "<script>", toString: () => "<script>" } as unknown as Part;
    equal(html`${forged}`.toString(), "&lt;script&gt;");
  });

  const wrong: [why: string, make: () => unknown, said: RegExp][] = [
    ["an attribute without quotes", () => html`<p title=${"x"}>`, /title has no quotes/],
    ["code", () => html`<p onclick="${"x"}">`, /onclick takes no value/],
    ["styles", () => html`<p style="${"x"}">`, /style takes no value/],
    ["a document", () => html`<iframe srcdoc="${"x"}">`, /srcdoc takes no value/],
    ["a script as link", () => html`<a href="${"javascript:alert(1)"}">`, /href does not accept this address/],
    ["a link without TLS", () => html`<a href="${"http://example.com"}">`, /href does not accept this address/],
    ["a link of SVG", () => html`<use xlink:href="${"data:x"}">`, /href does not accept this address/],
    ["a picture from elsewhere", () => html`<img src="${"//example.com"}">`, /src does not accept this address/],
  ];
  for (const [why, make, said] of wrong) it(`refuses ${why}`, () => throws(make, { message: said }));

  it("accepts links within the page and by https", () => {
    match(html`<a href="${"#x"}">`.toString(), /href="#x"/);
    match(html`<a href="${"https://example.com/?a&b"}">`.toString(), /href="https:\/\/example.com\/\?a&amp;b"/);
  });

  it("keeps a style sheet from ending its element", () => {
    equal(styleElement("a > b { }").toString(), "<style>a > b { }</style>");
    throws(() => styleElement("</style><script>"), /must not contain an end tag/);
  });
});
