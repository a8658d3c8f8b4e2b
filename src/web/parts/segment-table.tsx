import type { Analysis } from '../api/types.ts';
import { fixed } from '../i18n/number-format.ts';
import { useSay } from '../i18n/say.ts';

interface SegmentTableProps {
  readonly segments: Analysis['segments'];
  readonly onShow: (chromosome: number) => void;
}

/** The segments that were found; nothing where there are none. */
export function SegmentTable({ segments, onShow }: SegmentTableProps) {
  const say = useSay();
  if (segments.length === 0) return null;
  return (
    <table className="plain-table">
      <caption className="quiet small">{say('segments')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('place')}</th>
          <th scope="col">{say('segmentType')}</th>
          <th scope="col" className="number">
            {say('size')}
          </th>
          <th scope="col" className="number">
            {say('ratio')}
          </th>
          <th scope="col" className="number">
            z
          </th>
        </tr>
      </thead>
      <tbody>
        {segments.map(({ chromosome, start, end, type, ratio, z }) => (
          <tr key={`${chromosome}:${start}`}>
            <th scope="row">
              <button
                type="button"
                className="plain"
                onClick={() => onShow(Number(chromosome) - 1)}
              >
                chr{chromosome}:{fixed(start / 1e6, 1)}–{fixed(end / 1e6, 1)} Mb
              </button>
            </th>
            <td>{say(type === 'gain' ? 'gain' : 'loss')}</td>
            <td className="number">{fixed((end - start) / 1e6, 1)} Mb</td>
            <td className="number">{fixed(ratio, 3)}</td>
            <td className="number">{fixed(z, 2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
