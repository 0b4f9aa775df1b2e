// Functions that run within the page: each stands alone. The compiler has no browser types here.
declare const document: any;
declare const getComputedStyle: any;
declare const NodeFilter: any;

/** What is wrong with the structure of the page for users of screen readers. */
export function structureFaults(): string[] {
  const faults: string[] = [];
  const all = (selector: string): any[] => [...document.querySelectorAll(selector)];
  const textOf = (id: string) => document.getElementById(id)?.textContent.trim();
  if (!document.documentElement.lang) faults.push("no language");
  if (!document.title) faults.push("no title");
  for (const name of ["body > header", "nav[aria-label]", "main", "body > footer", "h1"]) {
    if (all(name).length !== 1) faults.push(`${all(name).length} of ${name}`);
  }
  const levels = all("h1, h2, h3, h4, h5, h6").map((item) => Number(item.tagName.slice(1)));
  for (const [at, level] of levels.entries()) {
    if (at > 0 && level > levels[at - 1]! + 1) faults.push(`heading ${at} goes from ${levels[at - 1]} to ${level}`);
  }
  const ids = all("[id]").map((item) => item.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`id ${id} twice`);
  for (const item of all("[aria-labelledby]")) {
    for (const id of item.getAttribute("aria-labelledby").split(" ")) if (!textOf(id)) faults.push(`no label ${id}`);
  }
  for (const item of all("section, article, [role=region]")) {
    if (!item.hasAttribute("aria-labelledby")) faults.push(`${item.tagName} without a name`);
  }
  for (const item of all('a[href^="#"]')) {
    if (!document.getElementById(item.getAttribute("href").slice(1))) faults.push(`${item.href} leads nowhere`);
  }
  for (const item of all("a, summary, button, th, caption, h1, h2, h3, h4, option, legend")) {
    if (!item.textContent.trim()) faults.push(`empty ${item.outerHTML.slice(0, 80)}`);
  }
  for (const item of all("input, select, textarea")) if (!item.labels?.length) faults.push(`no label of ${item.id}`);
  for (const table of all("table")) {
    if (!table.caption) faults.push("a table without caption");
    const columns = table.rows[0].cells.length;
    for (const row of table.rows) if (row.cells.length !== columns) faults.push("a row of another length");
    for (const cell of table.querySelectorAll("th")) if (!cell.scope) faults.push("a heading without scope");
  }
  for (const picture of all("svg")) {
    const named = picture.querySelector("title")?.textContent && picture.querySelector("desc")?.textContent;
    if (picture.getAttribute("role") !== "img" || !named) faults.push("a picture without words");
  }
  for (const item of all("time")) if (!item.dateTime) faults.push("a time without its value");
  for (const item of all("[tabindex]")) if (item.tabIndex > 0) faults.push("a tab order of its own");
  for (const item of all(".badge")) if (!/\w/.test(item.textContent)) faults.push("a status without a word");
  return faults;
}

/** Texts with too little contrast to their background, and bars that are hard to see against the page. */
export function contrastFaults(): string[] {
  const parse = (colour: string): number[] => {
    const parts =
      colour.startsWith("rgb") &&
      colour
        .replace(/^rgba?\(|\)$/g, "")
        .split(/[ ,/]+/)
        .map(Number);
    if (!parts) throw new Error(`colour ${colour}`);
    return [...parts.slice(0, 3), parts[3] ?? 1];
  };
  const over = (front: number[], back: number[]) =>
    [0, 1, 2].map((at) => front[at]! * front[3]! + back[at]! * (1 - front[3]!)).concat(1);
  const light = (colour: number[]) => {
    const [red, green, blue] = colour.slice(0, 3).map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one: number[], other: number[]) => {
    const [high, low] = [light(one), light(other)].sort((left, right) => right - left) as [number, number];
    return (high + 0.05) / (low + 0.05);
  };
  const grounds = new Map<any, number[]>();
  const ground = (element: any): number[] => {
    if (!element) return [255, 255, 255, 1];
    const known = grounds.get(element);
    if (known) return known;
    const found = over(parse(getComputedStyle(element).backgroundColor), ground(element.parentElement));
    grounds.set(element, found);
    return found;
  };
  const faults: string[] = [];
  let count = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (!text || !element.checkVisibility() || element.closest(".unseen, title, desc")) continue;
    const style = getComputedStyle(element);
    const size = Number.parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const colour = parse(element.closest("svg") ? style.fill : style.color);
    const found = ratio(over(colour, ground(element)), ground(element));
    if (found < (large ? 3 : 4.5)) faults.push(`${found.toFixed(2)} ${text.slice(0, 40)}`);
    count += 1;
  }
  if (count === 0) faults.push("no text was looked at");
  for (const bar of document.querySelectorAll("svg > rect, pattern rect:first-child")) {
    const { fill } = getComputedStyle(bar);
    if (!fill.startsWith("rgb")) continue;
    const found = ratio(parse(fill), ground(document.querySelector("svg")));
    if (found < 3) faults.push(`${found.toFixed(2)} bar ${bar.getAttribute("class")}`);
  }
  return faults;
}

/** What overflows the page sideways, without its own scroll region. */
export function overflowFaults(): string[] {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((item: any) => item.getBoundingClientRect().right > width + 1 && !item.closest(".scroll, .unseen"))
    .map((item: any) => item.outerHTML.slice(0, 100));
}

/** What is wider than its place, so that a part is cut off or read by scrolling sideways. */
export function sidewaysFaults(): string[] {
  return [...document.querySelectorAll("body *")]
    .filter((item: any) => {
      const { overflowX } = getComputedStyle(item);
      return overflowX !== "visible" && item.clientWidth > 1 && item.scrollWidth > item.clientWidth + 1;
    })
    .map((item: any) => `${item.scrollWidth} in ${item.clientWidth}: ${item.textContent.slice(0, 60)}`);
}

/** Words that stand on two lines. Those longer than a phone is wide must break. */
export function brokenWords(): string[] {
  const longest = 24;
  const faults: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (!parentElement.checkVisibility()) continue;
    for (const { 0: word, index } of data.matchAll(/[^\s:/.@_-]+/g)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, index);
      range.setEnd(walker.currentNode, index + word.length);
      const lines = new Set([...range.getClientRects()].map(({ top }: any) => Math.round(top)));
      if (word.length <= longest && lines.size > 1) faults.push(`${word} in ${data.slice(0, 60)}`);
    }
  }
  return faults;
}

/** Everything that could load or run something, or lead elsewhere. */
export function dangers(): string[] {
  const found: string[] = [];
  const allowed = 'meta[charset], meta[name], meta[http-equiv="Content-Security-Policy"]';
  for (const item of document.querySelectorAll("*")) {
    const name = item.tagName.toLowerCase();
    if (["script", "img", "iframe", "object", "embed", "base", "link", "form", "plaintext", "math"].includes(name)) {
      found.push(name);
    }
    if (name === "meta" && !item.matches(allowed)) found.push(item.outerHTML);
    for (const attribute of item.attributes) {
      if (/^on|^style$|^src|^srcdoc$/i.test(attribute.name)) found.push(`${name} ${attribute.name}`);
      const link = /href$/i.test(attribute.name) ? attribute.value : "#";
      if (!/^(#|https:\/\/[a-z0-9-]+\.console\.(aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)\/)/.test(link)) {
        found.push(link);
      }
    }
  }
  if ("hacked" in globalThis) found.push("something ran");
  return found;
}

/** Opens everything that can be opened. */
export function openAll(): void {
  for (const item of document.querySelectorAll("details")) item.open = true;
}

/** Numbers the elements that the tab key has to reach: one of a group of radio buttons is enough. */
export function numberStops(): number {
  const stops = [...document.querySelectorAll("a[href], summary, input, button, [tabindex='0']")].filter(
    (item: any) => item.checkVisibility() && (item.type !== "radio" || item.checked),
  );
  for (const [at, item] of stops.entries()) item.dataset.stop = String(at);
  return stops.length;
}

/** Which element has the focus, and whether it is visible. */
export function focusNow(): { stop: number; seen: boolean } {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const outlined = style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2;
  return { stop: Number(element.dataset.stop ?? -1), seen: outlined && box.width > 0 && box.height > 0 };
}

/** Incidents that are shown, by their classes. */
export function shownIncidents(): string[] {
  return [...document.querySelectorAll(".incident")]
    .filter((item: any) => item.checkVisibility())
    .map((item: any) => item.className);
}

/** Contents of `details` that are hidden. */
export function hiddenContents(): number {
  return [...document.querySelectorAll("details > :not(summary)")].filter(
    (item: any) => !item.checkVisibility({ contentVisibilityAuto: true }) || item.getBoundingClientRect().height === 0,
  ).length;
}
