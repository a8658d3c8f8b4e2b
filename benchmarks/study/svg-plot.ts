/** What a plot's axes span, and what they are called. */
export interface Axes {
  readonly title: string;
  readonly x: readonly [least: number, most: number];
  readonly y: readonly [least: number, most: number];
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xTicks: readonly (number | readonly [at: number, label: string])[];
  readonly yTicks: readonly number[];
}

/** Draws into a plot whose axes are known; positions are in the units of the data. */
export interface Plot {
  line(
    points: readonly (readonly [number, number])[],
    style: { readonly colour: string; readonly dash?: boolean },
  ): void;
  bar(from: number, to: number, bar: { readonly height: number; readonly colour: string }): void;
  dot(x: number, y: number, colour: string): void;
  legend(entries: readonly (readonly [name: string, colour: string])[]): void;
}

const size = { width: 760, height: 360, left: 60, right: 16, top: 44, bottom: 58 };
const ink = '#222222';

/** A plot as an SVG document: axes, then whatever `draw` puts between them. */
export function svgPlot(axes: Axes, draw: (plot: Plot) => void): string {
  const across = (x: number) => place(x, axes.x, [size.left, size.width - size.right]);
  const down = (y: number) => place(y, axes.y, [size.height - size.bottom, size.top]);
  const parts: string[] = [];
  draw({
    line(points, { colour, dash = false }) {
      const path = points.map(([x, y]) => `${across(x)},${down(y)}`).join(' ');
      const dashes = dash ? ' stroke-dasharray="5 4"' : '';
      parts.push(`<polyline points="${path}" fill="none" stroke="${colour}"${dashes}/>`);
    },
    bar(from, to, { height, colour }) {
      const top = down(Math.max(height, axes.y[0]));
      const tall = rounded(down(axes.y[0]) - top);
      const wide = rounded(across(to) - across(from));
      parts.push(
        `<rect x="${across(from)}" y="${top}" width="${wide}" height="${tall}" fill="${colour}"/>`,
      );
    },
    dot(x, y, colour) {
      parts.push(`<circle cx="${across(x)}" cy="${down(y)}" r="1.5" fill="${colour}"/>`);
    },
    legend(entries) {
      entries.forEach(([name, colour], i) => {
        const x = size.left + 10 + 150 * i;
        parts.push(`<rect x="${x}" y="26" width="10" height="10" fill="${colour}"/>`);
        parts.push(text(name, { x: x + 14, y: 35, anchor: 'start' }));
      });
    },
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}"` +
      ` role="img" aria-label="${escaped(axes.title)}" font-family="sans-serif" font-size="11">`,
    `<title>${escaped(axes.title)}</title>`,
    `<rect width="${size.width}" height="${size.height}" fill="#ffffff"/>`,
    text(axes.title, { x: size.left, y: 16, anchor: 'start' }),
    ...ticks(axes, across, down),
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function ticks(axes: Axes, across: (x: number) => number, down: (y: number) => number): string[] {
  const bottom = size.height - size.bottom;
  const [start, end] = [size.left, size.width - size.right];
  const named = axes.xTicks.map((tick) =>
    typeof tick === 'number' ? ([tick, String(tick)] as const) : tick,
  );
  return [
    ...axes.yTicks.flatMap((y) => [
      `<line x1="${start}" x2="${end}" y1="${down(y)}" y2="${down(y)}" stroke="#dddddd"/>`,
      text(String(y), { x: start - 6, y: down(y) + 4, anchor: 'end' }),
    ]),
    `<line x1="${start}" x2="${end}" y1="${bottom}" y2="${bottom}" stroke="${ink}"/>`,
    ...named.map(([x, label]) => text(label, { x: across(x), y: bottom + 16, anchor: 'middle' })),
    text(axes.xLabel, { x: (start + end) / 2, y: size.height - 10, anchor: 'middle' }),
    text(axes.yLabel, { x: start - 50, y: size.top - 6, anchor: 'start' }),
  ];
}

function text(
  content: string,
  at: { readonly x: number; readonly y: number; readonly anchor: 'start' | 'middle' | 'end' },
): string {
  return (
    `<text x="${rounded(at.x)}" y="${rounded(at.y)}" text-anchor="${at.anchor}" fill="${ink}">` +
    `${escaped(content)}</text>`
  );
}

function place(
  value: number,
  [least, most]: readonly [number, number],
  [from, to]: readonly [number, number],
): number {
  const share = Math.min(1, Math.max(0, (value - least) / (most - least)));
  return rounded(from + share * (to - from));
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(content: string): string {
  return content.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
