import { queryKeys } from '../api/query-keys.ts';
import type { Sample } from '../api/types.ts';
import { useLive } from '../api/use-live.ts';
import type { PageProps } from '../app/app.tsx';
import { Link } from '../app/navigation.tsx';
import { millions, percent } from '../i18n/number-format.ts';
import { useSay } from '../i18n/say.ts';
import { ChromosomePanel } from '../parts/chromosome-panel.tsx';
import { GenomePanel } from '../parts/genome-panel.tsx';
import { HistoryPanel } from '../parts/history-panel.tsx';
import { Loading } from '../parts/loading.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { QualityPanel } from '../parts/quality-panel.tsx';
import { RepeatsDisagree } from '../parts/repeats-disagree.tsx';
import { RestrictedPanel } from '../parts/restricted-panel.tsx';
import { ReviewPanel } from '../parts/review-panel.tsx';
import { StaleNotice } from '../parts/stale-notice.tsx';
import { StateTag } from '../parts/state-tag.tsx';
import { WhyPanel } from '../parts/why-panel.tsx';
import './sample-page.css';

/** One sample: the verdicts and why, what is decided, its genome, its quality, its history. */
export default function SamplePage({ id }: PageProps) {
  const say = useSay();
  const { data, problem, isStale, retry } = useLive<Sample>(
    `/api/v1/overview/samples/${id}`,
    queryKeys.sample(id),
  );
  if (problem) return <ProblemNotice error={problem} onRetry={retry} />;
  if (!data) return <Loading />;
  const { analysis, run } = data;
  const above = [
    { href: '/', title: say('runs') },
    { href: `/runs/${run.id}`, title: run.flowcell },
  ];
  return (
    <>
      <PageHead title={data.name} above={above} actions={<Neighbours sample={data} />}>
        <StateTag code={data.state} />
        {analysis && <StateTag code={analysis.qc.verdict} />}
        <RepeatsDisagree sample={data} />
        <StaleNotice isStale={isStale} />
      </PageHead>
      <Facts sample={data} />
      {analysis ? <Analysed sample={data} analysis={analysis} /> : <Unanalysed sample={data} />}
      {data.history.length > 0 && <HistoryPanel sample={data} />}
      {analysis && <RestrictedPanel key={data.id} id={data.id} />}
    </>
  );
}

interface AnalysedProps {
  readonly sample: Sample;
  readonly analysis: NonNullable<Sample['analysis']>;
}

function Analysed({ sample, analysis }: AnalysedProps) {
  return (
    <>
      <WhyPanel
        {...{ id: sample.id, name: sample.name, analysis, sha256: sample.analysisSha256 }}
      />
      {sample.review && <ReviewPanel sample={sample} review={sample.review} />}
      <GenomePanel id={sample.id} name={sample.name} analysis={analysis} />
      <div className="sample-columns">
        <ChromosomePanel name={sample.name} analysis={analysis} />
        <QualityPanel id={sample.id} name={sample.name} analysis={analysis} />
      </div>
    </>
  );
}

function Unanalysed({ sample }: { readonly sample: Sample }) {
  const say = useSay();
  const { problem } = sample;
  return (
    <section className="panel">
      {problem === null && <p>{say('noResult')}</p>}
      {problem !== null && <KeptProblem problem={problem} />}
    </section>
  );
}

function KeptProblem({ problem }: { readonly problem: NonNullable<Sample['problem']> }) {
  const said = useSay().problem(problem.kind);
  return (
    <>
      {said && <p>{said.title}</p>}
      {said?.remedy && <p>{said.remedy}</p>}
      <div lang="en" className={said?.remedy ? 'quiet small' : ''}>
        <p>{problem.detail}</p>
        {!said?.remedy && problem.remedy !== null && <p className="quiet">{problem.remedy}</p>}
      </div>
    </>
  );
}

function Neighbours({ sample: { previous, next } }: { readonly sample: Sample }) {
  const say = useSay();
  return (
    <>
      {previous && (
        <Link href={`/samples/${previous.id}`} title={say('previousSample')} rel="prev">
          ‹ {previous.name}
        </Link>
      )}
      {next && (
        <Link href={`/samples/${next.id}`} title={say('nextSample')} rel="next">
          {next.name} ›
        </Link>
      )}
    </>
  );
}

function Facts({ sample }: { readonly sample: Sample }) {
  const say = useSay();
  const { analysis } = sample;
  const facts: [string, string][] = [
    sample.specimen === null
      ? [say('sampleKind'), say.code(sample.kind)]
      : [say('specimen'), sample.specimen],
  ];
  if (sample.specimenState !== null) {
    facts.push([say('specimenState'), say.code(sample.specimenState)]);
  }
  if (analysis) {
    const { estimate, low, high } = analysis.fetalFraction;
    const interval = low === null || high === null ? '' : ` (${percent(low)} – ${percent(high)})`;
    const { age, weeks } = analysis.parameters;
    facts.push(
      [say('fetalFraction'), `${percent(estimate)}${interval}`],
      [say('readsMillions'), millions(analysis.reads.counted)],
      ...(weeks === null ? [] : [[say('gestationalAge'), weeks] as [string, string]]),
      ...(age === null ? [] : [[say('age'), String(age)] as [string, string]]),
      [say('assembly'), analysis.assembly],
      [say('referenceModel'), analysis.model.id],
      [say('software'), `Banyan ${analysis.software.version}`],
    );
  }
  return (
    <dl className="facts sample-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
