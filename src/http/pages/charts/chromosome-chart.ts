import { type Html, html } from '../html.ts';

interface ChromosomeChartOptions {
  readonly label: string;
  readonly chromosomes: readonly { readonly chromosome: string; readonly z: number | null }[];
}

const size = { width: 1180, height: 260, left: 40, right: 10, top: 14, bottom: 26 };
const targets: ReadonlySet<string> = new Set(['13', '18', '21']);

/** A bar of z for each autosome, with lines at ±3; the three targets stand out. */
export function chromosomeChart({ label, chromosomes }: ChromosomeChartOptions): Html {
  const zMax = Math.max(4, ...chromosomes.map(({ z }) => (z ?? 0) * 1.08));
  const zMin = Math.min(-4, ...chromosomes.map(({ z }) => (z ?? 0) * 1.08));
  const height = size.height - size.top - size.bottom;
  const y = (z: number) => Math.round((size.top + ((zMax - z) / (zMax - zMin)) * height) * 10) / 10;
  const step = (size.width - size.left - size.right) / chromosomes.length;
  return html`<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${label}">
${[-3, 0, 3].map(
  (z) => html`<line class="${z === 0 ? 'zero' : 'threshold'}" x1="${size.left}"
 x2="${size.width - size.right}" y1="${y(z)}" y2="${y(z)}"/>
<text x="${size.left - 8}" y="${y(z) + 4}" text-anchor="end">${String(z).replace('-', '−')}</text>`,
)}
${chromosomes.map(({ chromosome, z }, i) =>
  bar({ chromosome, z: z ?? 0, x: size.left + i * step + step * 0.2, width: step * 0.6, y }),
)}
</svg>`;
}

interface Bar {
  readonly chromosome: string;
  readonly z: number;
  readonly x: number;
  readonly width: number;
  readonly y: (z: number) => number;
}

function bar({ chromosome, z, x, width, y }: Bar): Html {
  const left = Math.round(x * 10) / 10;
  const top = y(Math.max(z, 0));
  const height = Math.max(Math.round((y(Math.min(z, 0)) - top) * 10) / 10, 1);
  const isTarget = targets.has(chromosome);
  const kind = `bar${isTarget ? ' target' : ''}${Math.abs(z) >= 3 ? ' beyond' : ''}`;
  return html`<rect class="${kind}" x="${left}" y="${top}" width="${Math.round(width)}"
 height="${height}" rx="1.5"><title>${chromosome}: z ${z.toFixed(2)}</title></rect>
<text x="${left + Math.round(width / 2)}" y="${size.height - 8}" text-anchor="middle"
 class="${isTarget ? 'label' : ''}">${chromosome}</text>`;
}
