import { fixed, percent } from '../i18n/number-format.ts';
import { useSay } from '../i18n/say.ts';
import type { GcClass } from './gc-curve-data.ts';

const size = { width: 640, height: 220 };
const plot = { left: 38, right: 630, top: 10, bottom: 176 };

/** How reads depend on GC before correction and after: after it, a flat line at 1. */
export function GcCurve({
  classes,
  label,
}: {
  readonly classes: GcClass[];
  readonly label: string;
}) {
  const say = useSay();
  const values = classes.flatMap(({ before, after }) => [before, after]);
  const low = Math.min(0.8, Math.floor(Math.min(...values) * 10) / 10);
  const high = Math.max(1.2, Math.ceil(Math.max(...values) * 10) / 10);
  const [from, to] = [classes[0]?.gc ?? 0.3, classes.at(-1)?.gc ?? 0.6];
  const x = (gc: number) => plot.left + ((gc - from) / (to - from)) * (plot.right - plot.left);
  const y = (ratio: number) =>
    plot.bottom - ((ratio - low) / (high - low)) * (plot.bottom - plot.top);
  const line = (of: 'before' | 'after') =>
    classes.map((each) => `${fixedPlain(x(each.gc))},${fixedPlain(y(each[of]))}`).join(' ');
  const ratios = Array.from(
    { length: Math.round((high - low) / 0.2) + 1 },
    (_, i) => low + i * 0.2,
  );
  const percents = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65].filter(
    (gc) => gc >= from && gc <= to,
  );
  return (
    <svg
      className="chart"
      viewBox={`0 0 ${size.width} ${size.height}`}
      role="img"
      aria-label={label}
    >
      {ratios.map((ratio) => (
        <g key={ratio}>
          <line className="grid" x1={plot.left} x2={plot.right} y1={y(ratio)} y2={y(ratio)} />
          <text x={plot.left - 6} y={y(ratio) + 4} textAnchor="end">
            {fixed(ratio, 1)}
          </text>
        </g>
      ))}
      {percents.map((gc) => (
        <text key={gc} x={x(gc)} y={plot.bottom + 14} textAnchor="middle">
          {percent(gc, 0)}
        </text>
      ))}
      <line className="zero" x1={plot.left} x2={plot.right} y1={y(1)} y2={y(1)} />
      <polyline className="gc-before" points={line('before')} />
      <polyline className="gc-after" points={line('after')} />
      <g transform={`translate(${plot.left} ${size.height - 8})`}>
        <line className="gc-before" x1={0} x2={22} y1={-4} y2={-4} />
        <text x={28}>{say('gcBefore')}</text>
        <line className="gc-after" x1={150} x2={172} y1={-4} y2={-4} />
        <text x={178}>{say('gcAfter')}</text>
      </g>
    </svg>
  );
}

function fixedPlain(value: number): string {
  return value.toFixed(1);
}
