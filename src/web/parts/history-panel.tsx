import type { Sample } from '../api/types.ts';
import { Link } from '../app/navigation.tsx';
import { fixed, percent } from '../i18n/number-format.ts';
import { useSay } from '../i18n/say.ts';
import { HistoryReports } from './history-reports.tsx';
import { RepeatTag } from './repeat-tag.tsx';
import { RepeatsDisagree } from './repeats-disagree.tsx';
import { StateTag } from './state-tag.tsx';

type Tube = Sample['history'][number];
type Related = Tube['samples'][number];

const chromosomes = ['21', '18', '13'];

/** All tubes of this pregnancy in order of the draw, with samples, reports and redraw requests. */
export function HistoryPanel({ sample }: { readonly sample: Sample }) {
  const say = useSay();
  const { history, pregnancyId, id } = sample;
  return (
    <section className="panel history">
      <div className="panel-head">
        <h2>{say('history')}</h2>
        <RepeatsDisagree sample={sample} />
        <span className="quiet small">{say('historyHint')}</span>
        {pregnancyId && <Link href={`/aftercare/${pregnancyId}`}>{say('toPregnancy')}</Link>}
      </div>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{say('drawnOn')}</th>
            <th scope="col">{say('specimen')}</th>
            <th scope="col">{say('sample')}</th>
            {chromosomes.map((chromosome) => (
              <th key={chromosome} scope="col">
                T{chromosome}
              </th>
            ))}
            <th scope="col" className="number">
              {say('fetalFractionShort')}
            </th>
            <th scope="col">{say('besideThis')}</th>
            <th scope="col">{say('review')}</th>
            <th scope="col">{say('report')}</th>
          </tr>
        </thead>
        <tbody>
          {history.map((tube) => (
            <TubeRows key={tube.number} tube={tube} shown={id} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A row a sample; a tube that was never sequenced has one, too. */
function TubeRows({ tube, shown }: { readonly tube: Tube; readonly shown: string }) {
  const { samples } = tube;
  const span = Math.max(1, samples.length);
  const rows = samples.length === 0 ? [null] : samples;
  return rows.map((each, i) => (
    <tr key={each?.id ?? tube.number} {...(each?.id === shown && { 'aria-current': 'true' })}>
      {i === 0 && <TubeCells tube={tube} span={span} />}
      {each === null ? (
        <td colSpan={8} className="quiet">
          –
        </td>
      ) : (
        <SampleCells each={each} isThis={each.id === shown} />
      )}
    </tr>
  ));
}

function TubeCells({ tube, span }: { readonly tube: Tube; readonly span: number }) {
  const say = useSay();
  const { number, drawnOn, state, rejectionReason, replaces, redraw } = tube;
  const days = tube.gestationalDaysAtDraw;
  const reason = rejectionReason ?? redraw?.reason ?? null;
  return (
    <>
      <td rowSpan={span}>
        {drawnOn}
        <div className="quiet small">
          {say('weeksAtDraw', { weeks: `${Math.floor(days / 7)}+${days % 7}` })}
        </div>
      </td>
      <th scope="row" rowSpan={span}>
        {number} <StateTag code={state} />
        {replaces !== null && <div className="small">{say('replaces', { number: replaces })}</div>}
        {reason !== null && (
          <div className="small">
            {say(rejectionReason === null ? 'whyReplaced' : 'whyRejected', {
              reason: say.code(reason),
            })}
          </div>
        )}
        {redraw && (
          <div className="small">{say('redrawStands', { state: say.code(redraw.state) })}</div>
        )}
      </th>
    </>
  );
}

function SampleCells({ each, isThis }: { readonly each: Related; readonly isThis: boolean }) {
  const say = useSay();
  const { id, name, flowcell, result, repeat, reviewState, state } = each;
  return (
    <>
      <td>
        {isThis ? (
          <strong>{say('thisSample')}</strong>
        ) : (
          <Link href={`/samples/${id}`}>{name}</Link>
        )}
        <div className="quiet small">{flowcell}</div>
        {result === null && <StateTag code={state} />}
      </td>
      {chromosomes.map((chromosome) => {
        const target = result?.targets.find((one) => one.chromosome === chromosome);
        return (
          <td key={chromosome}>
            {target && (
              <>
                <StateTag code={target.verdict} /> {fixed(target.z, 2)}
              </>
            )}
          </td>
        );
      })}
      <td className="number">{result && percent(result.fetalFraction.estimate)}</td>
      <td>{repeat && <RepeatTag repeat={repeat} />}</td>
      <td>{reviewState && <StateTag code={reviewState} />}</td>
      <td>
        <HistoryReports reports={each.reports} />
      </td>
    </>
  );
}
