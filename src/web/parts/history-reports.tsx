import type { Sample } from '../api/types.ts';
import { Link } from '../app/navigation.tsx';
import { useSay } from '../i18n/say.ts';
import { shanghaiMinute } from '../i18n/shanghai-time.ts';
import { StateTag } from './state-tag.tsx';

type Reports = Sample['history'][number]['samples'][number]['reports'];

/** The versions issued for a sample, first to last, each with its state. */
export function HistoryReports({ reports }: { readonly reports: Reports }) {
  const say = useSay();
  return (
    <ul className="bare">
      {reports.map(({ id, version, state, issuedAt }) => (
        <li key={id}>
          <Link href={`/reports/${id}`} title={shanghaiMinute(issuedAt)}>
            {say('versionOf', { version })}
          </Link>{' '}
          <StateTag code={state} />
        </li>
      ))}
    </ul>
  );
}
