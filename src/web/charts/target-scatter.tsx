import { navigate } from '../app/navigation.tsx';
import { fixed, percent } from '../i18n/number-format.ts';
import { useSay } from '../i18n/say.ts';
import {
  expectedTrisomyZ,
  isLabelledLeft,
  type ScatterPanel,
  type ScatterPoint,
  type ScatterScale,
} from './target-scatter-data.ts';
import './target-scatter.css';

const size = { width: 300, height: 290 };
const plot = { left: 30, right: 286, top: 24, bottom: 256 };
const threshold = 3;
const expectedWordsWidth = 110;

interface TargetScatterProps {
  readonly panel: ScatterPanel;
  readonly scale: ScatterScale;
  readonly label: string;
  readonly pointedAt: string | null;
  readonly onPoint: (id: string | null) => void;
}

/** One target of a batch: z against fetal fraction, with where a full trisomy would lie. */
export function TargetScatter(props: TargetScatterProps) {
  const say = useSay();
  const { panel, scale, label } = props;
  const { x, y } = axes(scale);
  const zTicks = ticks(scale.zMin, scale.zMax, scale.zMax > 16 ? 8 : 4);
  const fractionTicks = ticks(0, scale.fetalFractionMax, 0.1);
  return (
    <svg
      className="chart scatter"
      viewBox={`0 0 ${size.width} ${size.height}`}
      role="img"
      aria-label={label}
    >
      <text className="chart-title" x={plot.left} y={13}>
        {say('chromosomeNumber', { number: panel.chromosome })}
      </text>
      {zTicks.map((z) => (
        <g key={z}>
          <line className="grid" x1={plot.left} x2={plot.right} y1={y(z)} y2={y(z)} />
          <text x={plot.left - 5} y={y(z) + 4} textAnchor="end">
            {fixed(z, 0)}
          </text>
        </g>
      ))}
      {fractionTicks.map((fraction) => (
        <text key={fraction} x={x(fraction)} y={plot.bottom + 15} textAnchor="middle">
          {percent(fraction, 0)}
        </text>
      ))}
      <text x={(plot.left + plot.right) / 2} y={size.height - 4} textAnchor="middle">
        {say('fetalFraction')}
      </text>
      <line className="zero" x1={plot.left} x2={plot.right} y1={y(0)} y2={y(0)} />
      <line className="threshold" x1={plot.left} x2={plot.right} y1={y(3)} y2={y(3)} />
      <text className="threshold-text" x={plot.right} y={y(threshold) - 4} textAnchor="end">
        z = 3
      </text>
      {panel.cv !== null && <ExpectedLine cv={panel.cv} scale={scale} />}
      {panel.points.map((point, i) => (
        <Point key={point.id} point={point} isLeft={isLabelledLeft(panel.points, i)} {...props} />
      ))}
      <PointedName panel={panel} scale={scale} pointedAt={props.pointedAt} />
    </svg>
  );
}

/** The name of the sample that is pointed at, over all points. */
function PointedName({
  panel,
  scale,
  pointedAt,
}: Pick<TargetScatterProps, 'panel' | 'scale' | 'pointedAt'>) {
  const index = panel.points.findIndex(({ id }) => id === pointedAt);
  const point = panel.points[index];
  if (!point) return null;
  const { x, y } = axes(scale);
  const isLeft = isLabelledLeft(panel.points, index);
  return (
    <g className="point pointed-name">
      <text
        x={x(point.fetalFraction) + (isLeft ? -10 : 10)}
        y={y(point.z) + 4}
        textAnchor={isLeft ? 'end' : 'start'}
      >
        {`${point.name} · z ${fixed(point.z, 1)}`}
      </text>
    </g>
  );
}

function ExpectedLine({ cv, scale }: { readonly cv: number; readonly scale: ScatterScale }) {
  const say = useSay();
  const { x, y } = axes(scale);
  const end = Math.min(scale.fetalFractionMax, (scale.zMax * cv) / 0.5);
  const z = expectedTrisomyZ(end, cv);
  // Its words stand left of the line where there is room, right of it where it is steep.
  const isSteep = x(end) - plot.left < expectedWordsWidth;
  return (
    <g>
      <line className="expected" x1={x(0)} y1={y(0)} x2={x(end)} y2={y(z)} />
      <text
        className="expected-text"
        x={x(end) + (isSteep ? 8 : -8)}
        y={y(z) + 14}
        textAnchor={isSteep ? 'start' : 'end'}
      >
        {say('expectedTrisomy')}
      </text>
    </g>
  );
}

function Point({
  point,
  scale,
  pointedAt,
  onPoint,
  isLeft,
}: TargetScatterProps & { readonly point: ScatterPoint; readonly isLeft: boolean }) {
  const { x, y } = axes(scale);
  const { id, name, fetalFraction, z, verdict, isControl } = point;
  const isPointed = pointedAt === id;
  const place = { x: x(fetalFraction), y: y(z) };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: plate and table reach it by keyboard
    <g
      className={`point ${verdict}${isControl ? ' control' : ''}${isPointed ? ' pointed' : ''}`}
      onMouseEnter={() => onPoint(id)}
      onMouseLeave={() => onPoint(null)}
      onClick={() => navigate(`/samples/${id}`)}
    >
      <circle cx={place.x} cy={place.y} r={isPointed ? 7 : 4} />
      {verdict === 'high-risk' && !isPointed && (
        <text x={place.x + (isLeft ? -8 : 8)} y={place.y + 4} textAnchor={isLeft ? 'end' : 'start'}>
          {name}
        </text>
      )}
    </g>
  );
}

function axes({ fetalFractionMax, zMin, zMax }: ScatterScale) {
  const width = plot.right - plot.left;
  const height = plot.bottom - plot.top;
  return {
    x: (fraction: number) => plot.left + (fraction / fetalFractionMax) * width,
    y: (z: number) => plot.bottom - ((z - zMin) / (zMax - zMin)) * height,
  };
}

function ticks(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => (first + i) * step);
}
