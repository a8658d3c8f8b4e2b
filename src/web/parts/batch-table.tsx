import { Segmented, Table, type TableProps } from 'antd';
import { useState } from 'react';
import type { BatchSample } from '../api/types.ts';
import { Link } from '../app/navigation.tsx';
import { fixed, millions, percent } from '../i18n/number-format.ts';
import { type Say, useSay } from '../i18n/say.ts';
import { type BatchFilter, batchFilters, isShown, urgency } from './batch-rows.ts';
import { StateTag } from './state-tag.tsx';

type Sample = BatchSample;
type Columns = NonNullable<TableProps<Sample>['columns']>;

interface BatchTableProps {
  readonly samples: readonly Sample[];
  readonly pointedAt: string | null;
  readonly onPoint: (id: string | null) => void;
}

/** Every sample of a batch with its numbers: the twin of plate and targets. */
export function BatchTable({ samples, pointedAt, onPoint }: BatchTableProps) {
  const say = useSay();
  const [filter, setFilter] = useState<BatchFilter>('all');
  const countOf = (each: BatchFilter) => samples.filter((one) => isShown(one, each)).length;
  return (
    <section className="panel batch-table">
      <div className="panel-head">
        <h2>{say('samples')}</h2>
        <Segmented
          value={filter}
          onChange={setFilter}
          options={batchFilters.map((each) => ({
            value: each,
            label: `${say(`filter-${each}`)} ${countOf(each)}`,
          }))}
        />
      </div>
      <Table<Sample>
        size="small"
        rowKey="id"
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={columnsOf(say)}
        dataSource={samples.filter((sample) => isShown(sample, filter))}
        rowClassName={({ id }) => (id === pointedAt ? 'pointed' : '')}
        onRow={({ id }) => ({
          onMouseEnter: () => onPoint(id),
          onMouseLeave: () => onPoint(null),
        })}
      />
    </section>
  );
}

function columnsOf(say: Say): Columns {
  return [
    {
      title: say('sample'),
      sorter: (one, other) => one.name.localeCompare(other.name),
      render: (_, { id, name, kind }) => (
        <>
          <Link href={`/samples/${id}`}>{name}</Link>
          {kind !== 'patient' && <small className="quiet"> {say.code(kind)}</small>}
        </>
      ),
    },
    {
      title: say('state'),
      sorter: (one, other) => urgency(one) - urgency(other),
      render: (_, sample) => <SampleState sample={sample} />,
    },
    ...(['21', '18', '13'] as const).flatMap((chromosome) => targetColumns(chromosome)),
    {
      title: say('fetalFractionShort'),
      align: 'right',
      sorter: byNumber(({ result }) => result?.fetalFraction.estimate),
      render: (_, { result }) => result && percent(result.fetalFraction.estimate),
    },
    {
      title: say('readsMillions'),
      align: 'right',
      sorter: byNumber(({ result }) => result?.readsCounted),
      render: (_, { result }) => result && millions(result.readsCounted),
    },
    { title: say('qc'), render: (_, { result }) => result && <Quality result={result} /> },
    { title: say('review'), render: (_, sample) => <Review sample={sample} /> },
  ];
}

function targetColumns(chromosome: '21' | '18' | '13'): Columns {
  const of = ({ result }: Sample) =>
    result?.targets.find((target) => target.chromosome === chromosome);
  return [
    {
      title: `T${chromosome}`,
      render: (_, sample) => sample.result && <StateTag code={of(sample)?.verdict ?? 'no-call'} />,
    },
    {
      title: `z ${chromosome}`,
      align: 'right',
      sorter: byNumber((sample) => of(sample)?.z),
      render: (_, sample) => sample.result && fixed(of(sample)?.z, 2),
    },
  ];
}

function byNumber(read: (sample: Sample) => number | null | undefined) {
  const known = (sample: Sample) => read(sample) ?? Number.NEGATIVE_INFINITY;
  return (one: Sample, other: Sample) => known(one) - known(other);
}

function SampleState({ sample }: { readonly sample: Sample }) {
  const { state, specimenState, arrivedFraction, problem } = sample;
  if (arrivedFraction !== null && state !== 'SCORED') {
    return (
      <>
        <StateTag code="UPLOADING" /> <small>{percent(arrivedFraction, 0)}</small>
      </>
    );
  }
  if (problem) {
    return (
      <span className="wrap">
        <StateTag code={state} /> <small lang="en">{problem.detail}</small>
      </span>
    );
  }
  return <StateTag code={specimenState === 'HELD' && state !== 'SCORED' ? 'HELD' : state} />;
}

function Quality({ result }: { readonly result: NonNullable<Sample['result']> }) {
  const say = useSay();
  return (
    <>
      <StateTag code={result.qc} />{' '}
      <small className="quiet wrap">{result.checks.map(say.code).join(', ')}</small>
    </>
  );
}

function Review({ sample }: { readonly sample: Sample }) {
  const say = useSay();
  const { reviewState, reportId } = sample;
  if (reportId !== null) return <a href={`/reports/${reportId}`}>{say('report')}</a>;
  return reviewState && <StateTag code={reviewState} />;
}
