import { fixed } from '../i18n/number-format.ts';
import { useSay } from '../i18n/say.ts';
import { bell, evidenceRange, type ZEvidence } from './z-evidence-data.ts';

const size = { width: 400, height: 126 };
const plot = { left: 8, right: 392, top: 20, bottom: 86 };
const pointCount = 160;

/** Where z would lie without and with a trisomy, and where it lies. */
export function ZEvidenceChart({
  evidence,
  label,
}: {
  readonly evidence: ZEvidence;
  readonly label: string;
}) {
  const say = useSay();
  const { z, expectedZ } = evidence;
  const { low, high } = evidenceRange(evidence);
  const x = (value: number) =>
    plot.left + ((value - low) / (high - low)) * (plot.right - plot.left);
  const y = (share: number) => plot.bottom - share * (plot.bottom - plot.top - 10);
  const area = (mean: number, from = low) => {
    const points = Array.from({ length: pointCount + 1 }, (_, i) => {
      const value = from + (i / pointCount) * (high - from);
      return `${x(value).toFixed(1)},${y(bell(value, mean)).toFixed(1)}`;
    });
    return `${x(from)},${plot.bottom} ${points.join(' ')} ${plot.right},${plot.bottom}`;
  };
  const step = high - low > 24 ? 8 : high - low > 12 ? 4 : 2;
  const ticks = Array.from(
    { length: Math.floor(high / step) - Math.ceil(low / step) + 1 },
    (_, i) => (Math.ceil(low / step) + i) * step,
  );
  const isSeenRight = x(z) > size.width * 0.7;
  return (
    <svg
      className="chart"
      viewBox={`0 0 ${size.width} ${size.height}`}
      role="img"
      aria-label={label}
    >
      <polygon className="bell-euploid" points={area(0)} />
      {expectedZ !== null && (
        <>
          <polygon className="bell-trisomy" points={area(expectedZ)} />
          <polygon className="bell-found" points={area(expectedZ, 3)} />
        </>
      )}
      <line className="zero" x1={plot.left} x2={plot.right} y1={plot.bottom} y2={plot.bottom} />
      {ticks.map((tick) => (
        <text key={tick} x={x(tick)} y={plot.bottom + 14} textAnchor="middle">
          {fixed(tick, 0)}
        </text>
      ))}
      <line className="threshold" x1={x(3)} x2={x(3)} y1={plot.top} y2={plot.bottom} />
      <line className="seen" x1={x(z)} x2={x(z)} y1={plot.top - 6} y2={plot.bottom} />
      <text
        className="seen-text"
        x={x(z) + (isSeenRight ? -5 : 5)}
        y={plot.top - 6}
        textAnchor={isSeenRight ? 'end' : 'start'}
      >
        z {fixed(z, 2)}
      </text>
      <text x={plot.left} y={size.height - 6}>
        {say('bellEuploid')}
      </text>
      <text x={plot.right} y={size.height - 6} textAnchor="end" className="expected-text">
        {expectedZ === null ? say('bellUnknown') : say('bellTrisomy', { z: fixed(expectedZ, 1) })}
      </text>
    </svg>
  );
}
