import { useQuery } from '@tanstack/react-query';
import { Alert, Empty } from 'antd';
import { useState } from 'react';
import type { ModelDrift } from '../../../http/schemas/model-drift.ts';
import { call, type Json } from '../../api/call.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { DriftChart } from '../../charts/drift-series.tsx';
import { driftScale } from '../../charts/drift-series-data.ts';
import { fixed } from '../../i18n/number-format.ts';
import { useSay } from '../../i18n/say.ts';
import { Loading } from '../loading.tsx';
import { ProblemNotice } from '../problem-notice.tsx';
import { BatchMeans, ChromosomeTable, GroupsOff, PointTable } from './drift-tables.tsx';

type Drift = Json<ModelDrift>;

const counts = [100, 300, 1000];

/** How z drifts over what a model has scored, and whether that speaks for building it again. */
export function ModelDriftPanel({ id }: { readonly id: string }) {
  const say = useSay();
  const [filter, change] = useState({ instrument: '', reagentLot: '', limit: '300' });
  const chosen = Object.entries(filter).filter(([, value]) => value !== '');
  const query = new URLSearchParams(chosen).toString();
  const { data, error, refetch } = useQuery({
    queryKey: [...queryKeys.drift(id), query],
    queryFn: ({ signal }) =>
      call<ModelDrift>(`/api/v1/models/${encodeURIComponent(id)}/drift?${query}`, { signal }),
    placeholderData: (earlier) => earlier,
  });
  const choose = (name: keyof typeof filter) => (value: string) =>
    change({ ...filter, [name]: value });
  const all = (word: 'allInstruments' | 'allLots') => [['', say(word)]] as const;
  const same = (values: readonly string[]) => values.map((value) => [value, value] as const);
  return (
    <section className="panel stack" aria-label={say('drift')}>
      <div className="panel-head">
        <h2>{say('drift')}</h2>
        <Choice
          {...{
            label: say('instrument'),
            value: filter.instrument,
            onChoose: choose('instrument'),
          }}
          options={[...all('allInstruments'), ...same(data?.instruments ?? [])]}
        />
        <Choice
          {...{ label: say('reagentLotHead'), value: filter.reagentLot }}
          onChoose={choose('reagentLot')}
          options={[...all('allLots'), ...same(data?.reagentLots ?? [])]}
        />
        <Choice
          {...{ label: say('newestSamples'), value: filter.limit, onChoose: choose('limit') }}
          options={same(counts.map(String))}
        />
      </div>
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.samples.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('driftNone')} />
      )}
      {data && data.samples.length > 0 && <DriftFound id={id} drift={data} />}
    </section>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChoose: (value: string) => void;
}

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  return (
    <label className="small">
      {label}{' '}
      <select value={value} onChange={(event) => onChoose(event.target.value)}>
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function DriftFound({ id, drift }: { readonly id: string; readonly drift: Drift }) {
  const say = useSay();
  const { samples, charts } = drift;
  const scale = driftScale(charts);
  return (
    <>
      <Rebuild reasons={drift.rebuild} />
      <p className="quiet small">{say('driftHint')}</p>
      {charts.map((series) => {
        const { chromosome: number, points } = series;
        const label = say('driftOf', { model: id, number, count: points.length });
        return <DriftChart key={number} {...{ samples, series, scale, label }} />;
      })}
      <PointTable drift={drift} />
      <div className="drift-columns">
        <BatchMeans drift={drift} />
        <GroupsOff groups={drift.groups} />
        <ChromosomeTable chromosomes={drift.chromosomes} />
      </div>
    </>
  );
}

function Rebuild({ reasons }: { readonly reasons: Drift['rebuild'] }) {
  const say = useSay();
  if (reasons.length === 0) return <p className="small">{say('rebuildNone')}</p>;
  const lines = reasons.map(({ chromosome: number, cause, value, samples }) =>
    cause === 'mean-off'
      ? say('rebuildMeanOff', { number, samples, value: fixed(value, 2) })
      : say('rebuildBeyondThree', { number, samples, value }),
  );
  const found = (
    <>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p>{say('rebuildHow')}</p>
    </>
  );
  return <Alert type="warning" showIcon title={say('rebuildProposed')} description={found} />;
}
