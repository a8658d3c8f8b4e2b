import type { ModelDrift } from '../../../http/schemas/model-drift.ts';
import type { Json } from '../../api/call.ts';
import { Link } from '../../app/navigation.tsx';
import { driftBands } from '../../charts/drift-series-data.ts';
import { fixed } from '../../i18n/number-format.ts';
import { useSay } from '../../i18n/say.ts';

type Drift = Json<ModelDrift>;

/** The numbers of the charts, a line a sample. */
export function PointTable({ drift }: { readonly drift: Drift }) {
  const say = useSay();
  const { samples, charts } = drift;
  const byPlace = charts.map(({ points }) => new Map(points.map((each) => [each.sample, each])));
  return (
    <details>
      <summary>{say('numbersOfChart')}</summary>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{say('sample')}</th>
            <th scope="col">{say('batchHead')}</th>
            {charts.map(({ chromosome }) => (
              <th scope="col" className="number" key={chromosome}>
                {say('zOf', { chromosome })}
              </th>
            ))}
            <th scope="col">{say('alarmsHead')}</th>
          </tr>
        </thead>
        <tbody>
          {samples.map(({ id, name, batch }, place) => (
            <tr key={id}>
              <th scope="row">
                <Link href={`/samples/${id}`}>{name}</Link>
              </th>
              <td>{batch}</td>
              {byPlace.map((points, i) => (
                <td className="number" key={charts[i].chromosome}>
                  {fixed(points.get(place)?.z, 2)}
                </td>
              ))}
              <td>
                {charts
                  .flatMap(({ chromosome }, i) =>
                    (byPlace[i].get(place)?.alarms ?? []).map(
                      (alarm) => `${chromosome}: ${say.code(alarm)}`,
                    ),
                  )
                  .join(' · ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** Each batch with the mean z of the three targets, the newest first. */
export function BatchMeans({ drift }: { readonly drift: Drift }) {
  const say = useSay();
  const { samples, charts } = drift;
  const columns = charts.map((series) => driftBands(samples, series));
  const bands = (columns[0] ?? []).map((band, i) => ({ band, i })).reverse();
  return (
    <div>
      <h3>{say('batchMeans')}</h3>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{say('batchHead')}</th>
            <th scope="col" className="number">
              n
            </th>
            {charts.map(({ chromosome }) => (
              <th scope="col" className="number" key={chromosome}>
                {say('meanZOf', { chromosome })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bands.map(({ band, i }) => (
            <tr key={band.from}>
              <th scope="row">
                <Link href={`/runs/${band.runId}`}>{band.batch}</Link>
              </th>
              <td className="number">{band.to - band.from}</td>
              {columns.map((column, c) => (
                <td className="number" key={charts[c].chromosome}>
                  {fixed(column[i].mean, 2)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Batches, instruments and lots whose mean is too far from 0 for chance. */
export function GroupsOff({ groups }: Pick<Drift, 'groups'>) {
  const say = useSay();
  return (
    <div>
      <h3>{say('groupsOff')}</h3>
      {groups.length === 0 ? (
        <p className="quiet">{say('noGroupsOff')}</p>
      ) : (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{say('grouping')}</th>
              <th scope="col">{say('chromosomeHead')}</th>
              <th scope="col" className="number">
                n
              </th>
              <th scope="col" className="number">
                {say('meanZHead')}
              </th>
              <th scope="col" className="number">
                {say('standardErrors')}
              </th>
            </tr>
          </thead>
          <tbody>
            {groups.map(({ grouping, group, chromosome, count, mean, meanZ }) => (
              <tr key={`${grouping}/${group}/${chromosome}`}>
                <th scope="row">
                  {say.code(grouping)} {group}
                </th>
                <td>{chromosome}</td>
                <td className="number">{count}</td>
                <td className="number">{fixed(mean, 2)}</td>
                <td className="number">{fixed(meanZ, 1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

/** Every autosome's mean z, also of those no verdict is given on. */
export function ChromosomeTable({ chromosomes }: Pick<Drift, 'chromosomes'>) {
  const say = useSay();
  return (
    <details>
      <summary>{say('allChromosomes')}</summary>
      <table className="plain-table">
        <thead>
          <tr>
            {(['chromosomeHead', 'meanZHead', 'standardErrors', 'alarmsHead'] as const).map(
              (word) => (
                <th scope="col" className="number" key={word}>
                  {say(word)}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {chromosomes.map(({ chromosome, mean, meanZ, alarms }) => (
            <tr key={chromosome}>
              <th scope="row" className="number">
                {chromosome}
              </th>
              <td className="number">{fixed(mean, 2)}</td>
              <td className="number">{fixed(meanZ, 1)}</td>
              <td className="number">{alarms}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
