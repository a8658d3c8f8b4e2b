import { navigate } from '../app/navigation.tsx';
import { fixed } from '../i18n/number-format.ts';
import { useSay } from '../i18n/say.ts';
import type { ShadowPanel } from './shadow-scatter-data.ts';
import './target-scatter.css';

const size = { width: 300, height: 260 };
const plot = { left: 34, right: 290, top: 24, bottom: 222 };
const threshold = 3;

interface ShadowScatterProps {
  readonly panel: ShadowPanel;
  readonly scale: { readonly low: number; readonly high: number };
  readonly label: string;
}

/** z by the candidate over z by the model in use: on the line nothing moves. */
export function ShadowScatter({ panel, scale, label }: ShadowScatterProps) {
  const say = useSay();
  const { low, high } = scale;
  const part = (z: number) => (z - low) / (high - low);
  const x = (z: number) => Math.round(10 * (plot.left + part(z) * (plot.right - plot.left))) / 10;
  const y = (z: number) => Math.round(10 * (plot.bottom - part(z) * (plot.bottom - plot.top))) / 10;
  const step = high - low > 24 ? 8 : high - low > 12 ? 4 : 2;
  const first = Math.ceil(low / step) * step;
  const ticks = Array.from(
    { length: Math.floor((high - first) / step) + 1 },
    (_, i) => first + i * step,
  );
  return (
    <svg
      className="chart"
      viewBox={`0 0 ${size.width} ${size.height}`}
      role="img"
      aria-label={label}
    >
      <text className="chart-title" x={plot.left} y={13}>
        {panel.target}
      </text>
      {ticks.map((z) => (
        <g key={z}>
          <line className="grid" x1={plot.left} x2={plot.right} y1={y(z)} y2={y(z)} />
          <text x={plot.left - 5} y={y(z) + 4} textAnchor="end">
            {fixed(z, 0)}
          </text>
          <text x={x(z)} y={plot.bottom + 14} textAnchor="middle">
            {fixed(z, 0)}
          </text>
        </g>
      ))}
      <text x={(plot.left + plot.right) / 2} y={size.height - 6} textAnchor="middle">
        {say('zByInUse')}
      </text>
      <line className="zero" x1={x(low)} y1={y(low)} x2={x(high)} y2={y(high)} />
      <line
        className="threshold"
        x1={plot.left}
        x2={plot.right}
        y1={y(threshold)}
        y2={y(threshold)}
      />
      <line
        className="threshold"
        x1={x(threshold)}
        x2={x(threshold)}
        y1={plot.top}
        y2={plot.bottom}
      />
      {panel.points.map(({ id, name, before, after, isChanged }) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the table reaches it by keyboard
        <g
          key={id}
          className={`point ${isChanged ? 'high-risk' : 'low-risk'}`}
          onClick={() => navigate(`/samples/${id}`)}
        >
          <circle cx={x(before)} cy={y(after)} r={isChanged ? 5 : 3.5}>
            <title>{`${name} · z ${fixed(before, 2)} → ${fixed(after, 2)}`}</title>
          </circle>
        </g>
      ))}
    </svg>
  );
}
