import type { ModelDrift } from '../../http/schemas/model-drift.ts';
import type { Json } from '../api/call.ts';
import { navigate } from '../app/navigation.tsx';
import { fixed } from '../i18n/number-format.ts';
import { useSay } from '../i18n/say.ts';
import {
  type DriftBand,
  type DriftPoint,
  type DriftScale,
  type DriftSeries,
  driftBands,
  labelledBands,
} from './drift-series-data.ts';
import './drift-series.css';

const size = { width: 1200, height: 252 };
const plot = { left: 40, right: 1190, top: 24, bottom: 148, sumTop: 172, sumBottom: 230 };
const cusumLimit = 5;
const labelsMax = 12;

interface DriftChartProps {
  readonly samples: Json<ModelDrift>['samples'];
  readonly series: DriftSeries;
  readonly scale: DriftScale;
  readonly label: string;
}

/** One chromosome over all samples: Levey–Jennings with 2 and 3 SD above, CUSUM below. */
export function DriftChart({ samples, series, scale, label }: DriftChartProps) {
  const say = useSay();
  const bands = driftBands(samples, series);
  const axes = axesOf(samples.length, scale);
  return (
    <svg
      className="chart drift-chart"
      viewBox={`0 0 ${size.width} ${size.height}`}
      role="img"
      aria-label={label}
    >
      <text className="chart-title" x={plot.left} y={14}>
        {say('chromosomeNumber', { number: series.chromosome })}
      </text>
      {bands.map((band, i) => (
        <Band key={band.from} band={band} isShaded={i % 2 === 1} axes={axes} />
      ))}
      {labelledBands(bands, labelsMax).map(({ from, batch }) => (
        <text key={from} x={axes.x(from) - axes.step / 2 + 3} y={size.height - 8}>
          {batch}
        </text>
      ))}
      {[-3, -2, 0, 2, 3].map((z) => (
        <g key={z}>
          <line className={ruleClass[Math.abs(z)]} {...across} y1={axes.z(z)} y2={axes.z(z)} />
          <text x={plot.left - 6} y={axes.z(z) + 4} textAnchor="end">
            {z === 0 ? '0' : `${z > 0 ? '+' : '−'}${Math.abs(z)}s`}
          </text>
        </g>
      ))}
      <Sums points={series.points} axes={axes} />
      {series.points.map((point) => (
        <Point key={point.sample} point={point} sample={samples[point.sample]} axes={axes} />
      ))}
    </svg>
  );
}

const across = { x1: plot.left, x2: plot.right };
const ruleClass: Readonly<Record<number, string>> = {
  0: 'zero',
  2: 'warning-rule',
  3: 'threshold',
};

type Axes = ReturnType<typeof axesOf>;

function axesOf(count: number, { zReach, cusumReach }: DriftScale) {
  const step = (plot.right - plot.left) / Math.max(1, count);
  const middle = (plot.top + plot.bottom) / 2;
  const sumMiddle = (plot.sumTop + plot.sumBottom) / 2;
  const cut = (value: number, most: number) => Math.max(-most, Math.min(most, value));
  const rounded = (value: number) => Math.round(value * 10) / 10;
  return {
    step,
    zReach,
    x: (place: number) => rounded(plot.left + (place + 0.5) * step),
    z: (z: number) => rounded(middle - (cut(z, zReach) / zReach) * ((plot.bottom - plot.top) / 2)),
    sum: (sum: number) =>
      rounded(
        sumMiddle - (cut(sum, cusumReach) / cusumReach) * ((plot.sumBottom - plot.sumTop) / 2),
      ),
  };
}

/** A batch behind its points, with the mean of them. */
function Band({
  band,
  isShaded,
  axes,
}: {
  readonly band: DriftBand;
  readonly isShaded: boolean;
  readonly axes: Axes;
}) {
  const [start, end] = [axes.x(band.from) - axes.step / 2, axes.x(band.to) - axes.step / 2];
  const { mean } = band;
  return (
    <>
      {isShaded && (
        <rect
          className="band"
          x={start}
          width={end - start}
          y={plot.top}
          height={plot.sumBottom - plot.top}
        />
      )}
      {mean !== null && (
        <line
          className="band-mean"
          x1={start + 1}
          x2={end - 1}
          y1={axes.z(mean)}
          y2={axes.z(mean)}
        />
      )}
    </>
  );
}

function Sums({ points, axes }: { readonly points: readonly DriftPoint[]; readonly axes: Axes }) {
  const line = (of: (point: DriftPoint) => number) =>
    points.map((point) => `${axes.x(point.sample)},${axes.sum(of(point))}`).join(' ');
  return (
    <>
      <text x={plot.left} y={plot.sumTop - 6}>
        CUSUM
      </text>
      {[-cusumLimit, 0, cusumLimit].map((sum) => (
        <g key={sum}>
          <line
            className={sum === 0 ? 'zero' : 'threshold'}
            {...across}
            y1={axes.sum(sum)}
            y2={axes.sum(sum)}
          />
          <text x={plot.left - 6} y={axes.sum(sum) + 4} textAnchor="end">
            {fixed(sum, 0)}
          </text>
        </g>
      ))}
      <polyline className="sum" points={line(({ cusumHigh }) => cusumHigh)} />
      <polyline className="sum" points={line(({ cusumLow }) => -cusumLow)} />
    </>
  );
}

function Point({
  point,
  sample,
  axes,
}: {
  readonly point: DriftPoint;
  readonly sample: DriftChartProps['samples'][number];
  readonly axes: Axes;
}) {
  const say = useSay();
  const { z, alarms } = point;
  const isBeyond = Math.abs(z) > axes.zReach;
  const rules = alarms.map((alarm) => say.code(alarm)).join(' · ');
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the table reaches it by keyboard
    <circle
      className={`drift-point${alarms.length > 0 ? ' alarm' : ''}${isBeyond ? ' beyond' : ''}`}
      cx={axes.x(point.sample)}
      cy={axes.z(z)}
      r={alarms.length > 0 ? 3.5 : 2.5}
      onClick={() => navigate(`/samples/${sample.id}`)}
    >
      <title>{`${sample.name} · ${sample.batch} · z ${fixed(z, 2)}${rules && ` · ${rules}`}`}</title>
    </circle>
  );
}
