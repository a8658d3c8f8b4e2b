import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { send } from '../api/call.ts';
import { queryKeys } from '../api/query-keys.ts';
import type { Analysis } from '../api/types.ts';
import { GenomeProfile } from '../charts/genome-profile.tsx';
import { Ideogram } from '../charts/ideogram.tsx';
import {
  type BinView,
  chromosomeOfBin,
  type Profile,
  readProfile,
  runningSums,
} from '../charts/profile-data.ts';
import { useSay } from '../i18n/say.ts';
import { ChromosomePicker } from './chromosome-picker.tsx';
import { Loading } from './loading.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { SegmentTable } from './segment-table.tsx';

const ranges = {
  wide: { low: 0.5, high: 1.5 },
  narrow: { low: 0.85, high: 1.15 },
} as const;

type RangeName = keyof typeof ranges;

interface GenomePanelProps {
  readonly id: string;
  readonly name: string;
  readonly analysis: Analysis;
}

/** A sample's profile; it stays what it was for one analysis. */
export function useProfile(id: string, analysis: Analysis) {
  return useQuery({
    queryKey: [...queryKeys.profile(id), analysis.input.sha256, analysis.model.id],
    queryFn: async ({ signal }) => {
      const answer = await send(`/api/v1/samples/${id}/profile`, { signal });
      return readProfile(await answer.arrayBuffer());
    },
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
}

/** The genome profile with its controls. */
export function GenomePanel({ id, name, analysis }: GenomePanelProps) {
  const say = useSay();
  const { data, error, refetch } = useProfile(id, analysis);
  return (
    <section className="panel" aria-label={say('genomeProfile')}>
      {data ? (
        <Genome name={name} analysis={analysis} profile={data} />
      ) : (
        <>
          <h2>{say('genomeProfile')}</h2>
          {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <Loading />}
        </>
      )}
    </section>
  );
}

interface GenomeProps {
  readonly name: string;
  readonly analysis: Analysis;
  readonly profile: Profile;
}

function Genome({ name, analysis, profile }: GenomeProps) {
  const say = useSay();
  const { binCount, header } = profile;
  const whole = { start: 0, end: binCount };
  const [view, setView] = useState<BinView>(whole);
  const [range, setRange] = useState<RangeName>('wide');
  const sums = useMemo(() => runningSums(profile.corrected), [profile]);
  const first = chromosomeOfBin(header, Math.floor(view.start));
  const last = chromosomeOfBin(header, Math.ceil(view.end) - 1);
  const shown = first === last ? first : null;
  const show = (chromosome: number | null) => {
    if (chromosome === null) setView(whole);
    else {
      const { chromosomeStarts } = header;
      setView({ start: chromosomeStarts[chromosome], end: chromosomeStarts[chromosome + 1] });
    }
  };
  return (
    <>
      <div className="panel-head">
        <h2>{say('genomeProfile')}</h2>
        <ChromosomePicker {...{ analysis, shown }} onShow={show} />
        <Segmented
          size="small"
          value={range}
          onChange={setRange}
          options={[
            { value: 'wide', label: say('rangeWide') },
            { value: 'narrow', label: say('rangeNarrow') },
          ]}
        />
      </div>
      {shown !== null && (
        <Ideogram {...{ profile, view }} chromosome={shown} segments={analysis.segments} />
      )}
      <GenomeProfile
        {...{ profile, sums, analysis, view, onView: setView, range: ranges[range] }}
        label={say('profileLabel', { name, count: binCount })}
      />
      <GenomeKey />
      <SegmentTable segments={analysis.segments} onShow={(c) => show(c)} />
    </>
  );
}

function GenomeKey() {
  const say = useSay();
  const entries = [
    ['#7e988a', 'keyBins'],
    ['#e08a1e', 'keyMean'],
    ['#3d4a43', 'keyLevel'],
    ['#b3261e', 'keyBeyond'],
    ['#274b7a', 'keyGain'],
    ['#8a1c5b', 'keyLoss'],
  ] as const;
  return (
    <p className="genome-key">
      {entries.map(([background, word]) => (
        <span key={word}>
          <i style={{ background }} />
          {say(word)}
        </span>
      ))}
    </p>
  );
}
