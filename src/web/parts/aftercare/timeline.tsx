import { type Say, useSay } from '../../i18n/say.ts';
import { shanghaiMinute } from '../../i18n/shanghai-time.ts';
import { type Aftercare, type ListedMoment, momentsOf } from './timeline-data.ts';

/** What happened after the results of a pregnancy, who did it and what was noted. */
export function Timeline({ aftercare }: { readonly aftercare: Aftercare }) {
  const say = useSay();
  return (
    <section className="panel" aria-label={say('timeline')}>
      <h2>{say('timeline')}</h2>
      <ol className="timeline">
        {momentsOf(aftercare).map((moment) => (
          <li key={moment.place}>
            <p className="quiet small">
              <time dateTime={moment.at}>{shanghaiMinute(moment.at)}</time> ·{' '}
              {say.code(moment.subject)}
            </p>
            <Happened say={say} moment={moment} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Happened({ say, moment }: { readonly say: Say; readonly moment: ListedMoment }) {
  if ('word' in moment) {
    const about = moment.about.map((each) => say.code(each)).join(' ');
    return <p>{say(moment.word, { about })}</p>;
  }
  const { event, by, note } = moment.step;
  return (
    <>
      <p>
        <strong>{say.code(event)}</strong> <span className="quiet">{by}</span>
      </p>
      {note !== null && <p className="timeline-note">{note}</p>}
    </>
  );
}
