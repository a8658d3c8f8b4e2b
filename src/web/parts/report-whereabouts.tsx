import type { ReportOverview } from '../../http/schemas/report-overview.ts';
import type { Json } from '../api/call.ts';
import { Link } from '../app/navigation.tsx';
import { useSay } from '../i18n/say.ts';
import { shanghaiMinute } from '../i18n/shanghai-time.ts';
import { StateTag } from './state-tag.tsx';

/** The other versions of a report, what the platform has of this one, and the subsidy. */
export function ReportWhereabouts({ overview }: { readonly overview: Json<ReportOverview> }) {
  const say = useSay();
  const { report, versions, publication, claim } = overview;
  const steps = publication && [
    [say('offeredAt'), publication.publishedAt],
    [say('pulledAt'), publication.pulledAt],
    [say('acknowledgedAt'), publication.acknowledgedAt],
  ];
  return (
    <section className="panel stack" aria-label={say('versions')}>
      <h2>{say('versions')}</h2>
      <table className="plain-table">
        <tbody>
          {versions.map(({ id, version, state, issuedAt }) => (
            <tr key={id}>
              <th scope="row">
                {id === report.id ? version : <Link href={`/reports/${id}`}>{version}</Link>}
              </th>
              <td>
                <StateTag code={state} />
              </td>
              <td>{shanghaiMinute(issuedAt)}</td>
              <td className="quiet">{id === report.id && say('thisVersion')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h2>{say('whereabouts')}</h2>
      <dl className="facts">
        <div>
          <dt>{say('platform')}</dt>
          <dd>
            {publication ? <StateTag code={publication.state} /> : say('notOffered')}{' '}
            {publication?.isWithdrawal && <StateTag code="WITHDRAWN" />}
          </dd>
        </div>
        {steps?.map(
          ([name, at]) =>
            at && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{shanghaiMinute(at)}</dd>
              </div>
            ),
        )}
        {claim && (
          <div>
            <dt>{say('subsidy')}</dt>
            <dd>
              {claim.amount} <StateTag code={claim.state} />
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}
