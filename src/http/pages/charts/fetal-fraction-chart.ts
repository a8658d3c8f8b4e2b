import type { Verdict } from '../../../analysis/analysis-result.ts';
import { type Html, html } from '../html.ts';
import type { Say } from '../messages.ts';

/** A sample's point in one panel. */
interface FetalFractionPoint {
  readonly name: string;
  readonly fetalFraction: number;
  readonly z: number;
  readonly verdict: Verdict;
}

/** One chromosome's panel. */
export interface FetalFractionPanel {
  readonly chromosome: string;
  /** Middle cv of the samples shown: a full trisomy lies at z = fetal fraction / (2 cv). */
  readonly cv: number | null;
  readonly points: readonly FetalFractionPoint[];
}

interface ChartOptions {
  readonly say: Say;
  readonly panels: readonly FetalFractionPanel[];
  readonly label: string;
}

const panel = { width: 400, height: 290, left: 40, right: 16, top: 34, bottom: 40 };
const inner = {
  width: panel.width - panel.left - panel.right,
  height: panel.height - panel.top - panel.bottom,
};

/** Room a sample's name takes beside its point. */
const labelWidth = 80;

/** z of each target chromosome against fetal fraction, with z = 3 and where a trisomy would lie. */
export function fetalFractionChart({ say, panels, label }: ChartOptions): Html {
  const points = panels.flatMap((each) => each.points);
  const scale = {
    xMax: Math.max(0.2, ...points.map(({ fetalFraction }) => fetalFraction * 1.1)),
    yMin: Math.min(-4, ...points.map(({ z }) => z - 1)),
    yMax: Math.max(12, ...points.map(({ z }) => z + 2)),
  };
  return html`<svg viewBox="0 0 ${panel.width * panels.length} ${panel.height}" role="img"
 aria-label="${label}">${panels.map((each, i) => drawPanel(say, { ...each, i, ...scale }))}</svg>`;
}

interface Scale {
  readonly xMax: number;
  readonly yMin: number;
  readonly yMax: number;
}

function drawPanel(say: Say, options: FetalFractionPanel & Scale & { i: number }): Html {
  const { i, chromosome, cv, points } = options;
  const { x, y } = axes(options);
  const right = panel.width - panel.right;
  const at = (point: FetalFractionPoint) => ({ x: x(point.fetalFraction), y: y(point.z) });
  // A label stands to the left of its point, unless another labelled point would lie under it.
  const isCrowded = (point: FetalFractionPoint) =>
    points.some((other) => {
      const [left, up] = [at(point).x - at(other).x, Math.abs(at(point).y - at(other).y)];
      return other.verdict === 'high-risk' && left > 0 && left < labelWidth && up < 14;
    });
  return html`<g transform="translate(${i * panel.width} 0)">
<text class="title" x="${panel.left}" y="18">${say('chromosome')} ${chromosome}</text>
${ticks(options).map(
  (z) => html`<line class="${z === 0 ? 'zero' : 'grid'}" x1="${panel.left}" x2="${right}"
 y1="${y(z)}" y2="${y(z)}"/><text x="${panel.left - 8}" y="${y(z) + 4}" text-anchor="end">${minus(z)}</text>`,
)}
${[0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4]
  .filter((fraction) => fraction <= options.xMax)
  .map(
    (fraction) => html`<text x="${x(fraction)}" y="${panel.height - 20}"
 text-anchor="middle">${Math.round(fraction * 100)} %</text>`,
  )}
<text x="${panel.left + inner.width / 2}" y="${panel.height - 3}"
 text-anchor="middle">${say('fetalFraction')}</text>
<line class="threshold" x1="${panel.left}" x2="${right}" y1="${y(3)}" y2="${y(3)}"/>
<text class="threshold-text" x="${right}" y="${y(3) + 14}" text-anchor="end">z = 3</text>
${cv !== null && expectedLine(say, { ...options, cv })}
${points.map((point) => drawPoint(point, { ...at(point), isCrowded: isCrowded(point) }))}
</g>`;
}

function axes({ xMax, yMin, yMax }: Scale) {
  return {
    x: (fraction: number) => round(panel.left + (fraction / xMax) * inner.width),
    y: (z: number) => round(panel.top + ((yMax - z) / (yMax - yMin)) * inner.height),
  };
}

function ticks({ yMin, yMax }: Scale): number[] {
  const step = yMax - yMin > 45 ? 10 : 5;
  const first = Math.ceil(yMin / step) * step;
  return Array.from({ length: Math.floor((yMax - first) / step) + 1 }, (_, i) => first + i * step);
}

/** The line is named in the panel's head, where no point can lie under the words. */
function expectedLine(say: Say, options: Scale & { cv: number }): Html {
  const { x, y } = axes(options);
  const end = Math.min(options.xMax, options.yMax * 2 * options.cv);
  return html`<line class="expected" x1="${x(0)}" y1="${y(0)}" x2="${x(end)}"
 y2="${y(end / (2 * options.cv))}"/><text class="expected-text" x="${panel.width - panel.right}"
 y="18" text-anchor="end">— ${say('expectedTrisomy')}</text>`;
}

function drawPoint(
  { name, verdict, z }: FetalFractionPoint,
  at: { x: number; y: number; isCrowded: boolean },
): Html {
  const title = html`<title>${name}: z ${z.toFixed(2)}</title>`;
  if (verdict === 'high-risk') {
    return html`<path class="high-risk" d="M${at.x} ${at.y - 6}l6 10h-12z">${title}</path>
<text class="label" x="${at.x + (at.isCrowded ? 9 : -9)}" y="${at.y + 4}"
 text-anchor="${at.isCrowded ? 'start' : 'end'}">${name}</text>`;
  }
  if (verdict === 'no-call') {
    return html`<rect class="no-call" x="${at.x - 4}" y="${at.y - 4}" width="8" height="8">${title}</rect>`;
  }
  return html`<circle class="low-risk" cx="${at.x}" cy="${at.y}" r="4.2">${title}</circle>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function minus(value: number): string {
  return String(value).replace('-', '−');
}
