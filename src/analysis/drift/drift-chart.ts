import type { ChromosomeDrift } from './drift-report.ts';

const size = { width: 960, left: 44, right: 12, chart: 180, gap: 46, top: 34 };
const labels = {
  en: {
    title: (c: string) => `Chromosome ${c}: z by sample, and CUSUM`,
    cusum: 'CUSUM, limit 5',
    z: 'z, limits 2 and 3',
  },
  zh: {
    title: (c: string) => `${c} 号染色体：各样本 Z 值与累积和`,
    cusum: '累积和（CUSUM），界限 5',
    z: 'Z 值（Levey–Jennings），界限 2 与 3',
  },
} as const;

/**
 * A chromosome's drift as an SVG: the Levey–Jennings chart above, the CUSUM below.
 *
 * Points that set off an alarm are filled and name it. Numbers stand in the table beside it.
 * Shape: one drift in, one SVG document out. Edge: a series without values draws its axes.
 */
export function driftChart(drift: ChromosomeDrift, language: keyof typeof labels): string {
  const words = labels[language];
  const title = words.title(drift.chromosome);
  const reach = Math.max(4, ...drift.points.map(({ value }) => Math.abs(value)));
  const cusumMax = Math.max(6, ...drift.points.flatMap((p) => [p.cusumHigh, p.cusumLow]));
  const cusumTop = size.top + size.chart + size.gap;
  const step = (size.width - size.left - size.right) / Math.max(1, drift.points.length);
  const x = (i: number) => rounded(size.left + (i + 0.5) * step);
  const zAt = (z: number) => rounded(size.top + ((reach - z) / (2 * reach)) * size.chart);
  const sumAt = (sum: number) =>
    rounded(cusumTop + ((cusumMax - sum) / (2 * cusumMax)) * size.chart);
  const height = cusumTop + size.chart + 20;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${height}" role="img"` +
      ` aria-label="${title}" font-family="sans-serif" font-size="12">`,
    `<title>${title}</title>`,
    text(size.left, 18, title),
    ...[-3, -2, 0, 2, 3].map((z) => rule(zAt(z), { label: String(z), isDashed: z !== 0 })),
    text(size.left, size.top - 2, words.z),
    ...drift.points.map(({ value, alarms }, i) => {
      const fill = alarms.length > 0 ? '#b3261e' : '#ffffff';
      const name = `${drift.samples[i]}: z ${value.toFixed(2)} ${alarms.join(' ')}`.trim();
      return `<circle cx="${x(i)}" cy="${zAt(value)}" r="3" fill="${fill}" stroke="#1d4e89"><title>${escaped(name)}</title></circle>`;
    }),
    text(size.left, cusumTop - 8, words.cusum),
    ...[-5, 0, 5].map((sum) =>
      rule(sumAt(sum), { label: String(Math.abs(sum)), isDashed: sum !== 0 }),
    ),
    line(drift.points.map(({ cusumHigh }, i) => `${x(i)},${sumAt(cusumHigh)}`)),
    line(drift.points.map(({ cusumLow }, i) => `${x(i)},${sumAt(-cusumLow)}`)),
    '</svg>\n',
  ].join('\n');
}

function rule(y: number, { label, isDashed }: { label: string; isDashed: boolean }): string {
  const dash = isDashed ? ' stroke-dasharray="4 3"' : '';
  const end = size.width - size.right;
  return `<line x1="${size.left}" x2="${end}" y1="${y}" y2="${y}" stroke="#888888"${dash}/><text x="${size.left - 6}" y="${y + 4}" text-anchor="end">${label}</text>`;
}

function line(points: readonly string[]): string {
  return `<polyline points="${points.join(' ')}" fill="none" stroke="#1d4e89"/>`;
}

function text(x: number, y: number, content: string): string {
  return `<text x="${x}" y="${y}">${content}</text>`;
}

function escaped(name: string): string {
  return name.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
