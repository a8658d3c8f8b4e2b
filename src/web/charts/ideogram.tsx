import type { Analysis } from '../api/types.ts';
import { useSay } from '../i18n/say.ts';
import { ideogramBands, stain } from './ideogram-data.ts';
import type { BinView, Profile } from './profile-data.ts';

const size = { width: 1000, height: 34 };
const bar = { y: 6, height: 16 };

interface IdeogramProps {
  readonly profile: Profile;
  /** 0–21. */
  readonly chromosome: number;
  readonly segments: Analysis['segments'];
  readonly view: BinView;
}

/** One chromosome stained by its GC, with its segments and the stretch that is shown. */
export function Ideogram({ profile, chromosome, segments, view }: IdeogramProps) {
  const say = useSay();
  const { chromosomeStarts, binSizeBases } = profile.header;
  const first = chromosomeStarts[chromosome];
  const count = chromosomeStarts[chromosome + 1] - first;
  const at = (bin: number) => Math.min(Math.max((bin - first) / count, 0), 1) * size.width;
  const own = segments.filter((segment) => segment.chromosome === String(chromosome + 1));
  const label = say('chromosomeNumber', { number: chromosome + 1 });
  return (
    <svg
      className="chart ideogram"
      viewBox={`0 0 ${size.width} ${size.height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {ideogramBands(profile, chromosome).map(({ start, end, gc }) => (
        <rect
          key={start}
          x={start * size.width}
          width={(end - start) * size.width}
          y={gc === null ? bar.y + 4 : bar.y}
          height={gc === null ? bar.height - 8 : bar.height}
          fill={gc === null ? '#c98f8a' : `rgb(${grey(gc)} ${grey(gc)} ${grey(gc)})`}
        />
      ))}
      {own.map(({ start, end, type }) => (
        <rect
          key={start}
          x={at(first + start / binSizeBases)}
          width={Math.max(at(first + end / binSizeBases) - at(first + start / binSizeBases), 3)}
          y={bar.y + bar.height + 3}
          height={5}
          fill={type === 'gain' ? '#274b7a' : '#8a1c5b'}
        />
      ))}
      <rect
        className="ideogram-view"
        x={at(view.start)}
        width={Math.max(at(view.end) - at(view.start), 2)}
        y={2}
        height={bar.height + 8}
      />
    </svg>
  );
}

function grey(gc: number): number {
  return Math.round(238 - 150 * stain(gc));
}
