import { useQuery } from '@tanstack/react-query';
import type { SimilarAnswer } from '../../http/schemas/similar.ts';
import { call, type Json } from '../api/call.ts';
import { queryKeys } from '../api/query-keys.ts';
import { Link } from '../app/navigation.tsx';
import { fixed, percent } from '../i18n/number-format.ts';
import { useSay } from '../i18n/say.ts';
import { StateTag } from './state-tag.tsx';

type Target = Json<SimilarAnswer>['targets'][number];

/** Earlier samples like one, asked once for each analysis. */
export function useSimilar(id: string, analysisSha256: string | null) {
  return useQuery({
    queryKey: [...queryKeys.similar(id), analysisSha256],
    queryFn: ({ signal }) =>
      call<SimilarAnswer>(`/api/v1/overview/samples/${id}/similar`, { signal }),
    staleTime: 60_000,
  });
}

/** How many earlier samples are like this one, and what became of them. */
export function SimilarSamples({ similar }: { readonly similar: Target }) {
  const say = useSay();
  const { samples, counts } = similar;
  if (samples.length === 0) return <p className="quiet small">{say('similarNone')}</p>;
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  const text = parts.map(([fate, count]) => `${say.code(`fate-${fate}`)} ${count}`).join(' · ');
  return (
    <details className="similar small">
      <summary>{say('similarFound', { count: samples.length, fates: text })}</summary>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{say('sample')}</th>
            <th scope="col" className="number">
              z
            </th>
            <th scope="col" className="number">
              {say('fetalFractionShort')}
            </th>
            <th scope="col">{say('verdict')}</th>
            <th scope="col">{say('similarFate')}</th>
          </tr>
        </thead>
        <tbody>
          {samples.map((each) => (
            <tr key={each.id}>
              <td>
                <Link href={`/samples/${each.id}`}>{each.name}</Link>
              </td>
              <td className="number">{fixed(each.z, 1)}</td>
              <td className="number">{percent(each.fetalFraction)}</td>
              <td>{each.verdict && <StateTag code={each.signed ?? each.verdict} />}</td>
              <td>{say.code(`fate-${each.fate}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
