import { html, type Markup } from "./markup";
import type { OverTime, Period } from "./overTime";
import { counted, type Tone } from "./words";

/** The layers of a bar, from the bottom, and their labels. */
export const layers: [tone: Tone, words: string][] = [
  ["good", "Contained or released"],
  ["warn", "Partly contained or waiting"],
  ["bad", "Failed or refused"],
  ["exempt", "Exempt"],
  ["quiet", "Observed, notified, skipped or gone"],
];

/** Heights in CSS pixels. Widths are percentages, so that text keeps its size on every screen. */
const size = { top: 14, bars: 150, labels: 24 };

/**
 * Incidents over time as stacked bars. The description of the picture has the main facts; the table next to it has the
 * numbers.
 */
export function chart({ unit, periods }: OverTime): Markup {
  const most = Math.max(1, ...periods.map((period) => period.total));
  const scale = niceMaximum(most);
  const step = 100 / periods.length;
  const heightOf = (count: number) => (count / scale) * size.bars;
  const floor = size.top + size.bars;
  const lines = [0, 0.5, 1].map((part) => part * scale).filter(Number.isInteger);
  return html`<svg class="chart" role="img" aria-labelledby="chart-title chart-text" width="100%" height="${floor + size.labels}">
<title id="chart-title">Incidents by ${unit}</title>
<desc id="chart-text">${description(unit, periods)}</desc>
<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="bad" width="6" height="6"/><rect class="gap" width="2" height="6"/></pattern></defs>
${lines.map((count) => {
  const y = floor - heightOf(count);
  return html`<line x1="0" x2="100%" y1="${y}" y2="${y}" class="grid"/>${
    count > 0 && html`<text x="0" y="${y - 3}">${count}</text>`
  }`;
})}
${periods.map((period, at) => bar(period, { x: at * step, step, floor, heightOf }))}
${labels(periods, step).map(
  ({ x, anchor, text }) => html`<text x="${x}%" y="${floor + 16}" text-anchor="${anchor}">${text}</text>`,
)}
</svg>`;
}

interface Place {
  x: number;
  step: number;
  floor: number;
  heightOf(count: number): number;
}

function bar(period: Period, { x, step, floor, heightOf }: Place): Markup[] {
  let y = floor;
  return layers.flatMap(([tone]) => {
    const height = heightOf(period.counts[tone]);
    if (height === 0) return [];
    y -= height;
    return [
      html`<rect class="${tone}" x="${round(x + step * 0.12)}%" width="${round(step * 0.76)}%" y="${round(y)}" height="${round(height)}"/>`,
    ];
  });
}

/** Labels for the first and last period, and one in the middle if there is room. */
function labels(periods: Period[], step: number) {
  const last = periods.length - 1;
  const middle = Math.floor(last / 2);
  return [
    { x: 0, anchor: "start", text: periods[0]!.from },
    ...(last >= 8 ? [{ x: round((middle + 0.5) * step), anchor: "middle", text: periods[middle]!.from.slice(5) }] : []),
    ...(last > 0 ? [{ x: 100, anchor: "end", text: periods[last]!.from.slice(last >= 8 ? 0 : 5) }] : []),
  ];
}

function description(unit: string, periods: Period[]): string {
  const total = periods.reduce((sum, period) => sum + period.total, 0);
  if (total === 0) return "There were none.";
  const top = periods.reduce((best, period) => (period.total > best.total ? period : best));
  const parts = layers.flatMap(([tone, words]) => {
    const count = periods.reduce((sum, period) => sum + period.counts[tone], 0);
    return count > 0 ? [`${count} ${words.toLowerCase()}`] : [];
  });
  return `${counted(total, "incident")}: ${parts.join(", ")}. The maximum in a ${unit} was ${top.total}, from ${top.from}.`;
}

/** The end of the scale: an even number that is 1, 2 or 5 times a power of ten and at least the value. */
export function niceMaximum(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const found = [1, 2, 4, 6, 8, 10].find((step) => step * power >= value)! * power;
  return Math.max(2, found);
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
