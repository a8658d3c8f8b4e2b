import type { BatchSample } from '../api/types.ts';
import { Link } from '../app/navigation.tsx';
import { fixed, percent } from '../i18n/number-format.ts';
import { type Say, useSay } from '../i18n/say.ts';
import { plates, type Well, type WellTone, wellTone } from './plate-data.ts';
import './plate.css';

type Sample = BatchSample;

/** Beside the colour, so that nobody has to tell colours apart. */
const marks: Readonly<Record<WellTone, string>> = {
  ...{ 'high-risk': '▲', 'no-call': '?', failed: '×', held: '‖', 'low-risk': '' },
  ...{ control: '◇', working: '…', arriving: '↑', awaited: '' },
};

interface PlateProps {
  readonly samples: readonly Sample[];
  readonly label: string;
  readonly pointedAt: string | null;
  readonly onPoint: (id: string | null) => void;
}

/** The samples as wells of a plate; each leads to its page. */
export function Plate({ samples, label, pointedAt, onPoint }: PlateProps) {
  return (
    <>
      {plates(samples).map((wells) => (
        <ul key={wells[0].sample?.id} className="plate" aria-label={label}>
          {wells.map((well) => (
            <PlateWell key={well.name} {...{ well, pointedAt, onPoint }} />
          ))}
        </ul>
      ))}
    </>
  );
}

interface PlateWellProps extends Pick<PlateProps, 'pointedAt' | 'onPoint'> {
  readonly well: Well<Sample>;
}

function PlateWell({ well, pointedAt, onPoint }: PlateWellProps) {
  const say = useSay();
  const { name, row, column, sample } = well;
  const place = { gridRow: row + 1, gridColumn: column + 1 };
  if (!sample) return <li className="well empty" style={place} aria-hidden="true" />;
  const tone = wellTone(sample);
  const text = wellText(say, { well: name, sample, tone });
  return (
    <li style={place}>
      <Link
        className={`well ${tone}${pointedAt === sample.id ? ' pointed' : ''}`}
        href={`/samples/${sample.id}`}
        title={text}
        aria-label={text}
        onMouseEnter={() => onPoint(sample.id)}
        onMouseLeave={() => onPoint(null)}
        onFocus={() => onPoint(sample.id)}
        onBlur={() => onPoint(null)}
      >
        <span aria-hidden="true">{marks[tone]}</span>
        {sample.result && sample.result.qc !== 'pass' && (
          <i className="corner" aria-hidden="true" />
        )}
      </Link>
    </li>
  );
}

interface WellFacts {
  readonly well: string;
  readonly sample: Sample;
  readonly tone: WellTone;
}

function wellText(say: Say, { well, sample, tone }: WellFacts): string {
  const { name, kind, result, arrivedFraction } = sample;
  const parts = [well, name, kind === 'patient' ? '' : say.code(kind), say(`tone-${tone}`)];
  if (tone === 'arriving') parts.push(percent(arrivedFraction, 0));
  if (result) {
    parts.push(...result.targets.map(({ chromosome, z }) => `z${chromosome} ${fixed(z, 1)}`));
    parts.push(`${say('fetalFractionShort')} ${percent(result.fetalFraction.estimate)}`);
    if (result.qc !== 'pass') parts.push(`${say('qc')} ${say.code(result.qc)}`);
  }
  return parts.filter((part) => part !== '').join(' · ');
}
