import type { Analysis } from '../api/types.ts';
import { fixed } from '../i18n/number-format.ts';

const size = { width: 640, height: 210 };
const plot = { left: 34, right: 634, top: 10, bottom: 186 };
const targets = ['13', '18', '21'];
const threshold = 3;

/** z of every autosome as bars, with the threshold on both sides. */
export function ZBars({
  chromosomes,
  label,
}: {
  readonly chromosomes: Analysis['chromosomes'];
  readonly label: string;
}) {
  const zs = chromosomes.flatMap(({ z }) => z ?? []);
  const low = Math.floor(Math.min(-4, ...zs.map((z) => z - 0.5)) / 2) * 2;
  const high = Math.ceil(Math.max(4, ...zs.map((z) => z + 0.5)) / 2) * 2;
  const y = (z: number) => plot.bottom - ((z - low) / (high - low)) * (plot.bottom - plot.top);
  const slot = (plot.right - plot.left) / chromosomes.length;
  const step = high - low > 20 ? 8 : high - low > 10 ? 4 : 2;
  const count = Math.floor(high / step) - Math.ceil(low / step) + 1;
  const ticks = Array.from({ length: count }, (_, i) => (Math.ceil(low / step) + i) * step);
  return (
    <svg
      className="chart"
      viewBox={`0 0 ${size.width} ${size.height}`}
      role="img"
      aria-label={label}
    >
      {ticks.map((tick) => (
        <g key={tick}>
          <line className="grid" x1={plot.left} x2={plot.right} y1={y(tick)} y2={y(tick)} />
          <text x={plot.left - 6} y={y(tick) + 4} textAnchor="end">
            {fixed(tick, 0)}
          </text>
        </g>
      ))}
      <line className="zero" x1={plot.left} x2={plot.right} y1={y(0)} y2={y(0)} />
      {[threshold, -threshold].map((z) => (
        <line key={z} className="threshold" x1={plot.left} x2={plot.right} y1={y(z)} y2={y(z)} />
      ))}
      {chromosomes.map(({ chromosome, z }, i) => (
        <g key={chromosome}>
          {z !== null && (
            <rect
              className={barClass(chromosome, z)}
              x={plot.left + (i + 0.15) * slot}
              width={slot * 0.7}
              y={Math.min(y(z), y(0))}
              height={Math.abs(y(z) - y(0))}
            />
          )}
          <text x={plot.left + (i + 0.5) * slot} y={plot.bottom + 16} textAnchor="middle">
            {chromosome}
          </text>
        </g>
      ))}
    </svg>
  );
}

function barClass(chromosome: string, z: number): string {
  if (Math.abs(z) >= threshold) return 'z-bar beyond';
  return targets.includes(chromosome) ? 'z-bar target' : 'z-bar';
}
