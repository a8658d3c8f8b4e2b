import type { ReactNode } from 'react';
import type { Analysis } from '../api/types.ts';
import { chromosomeDepth } from '../charts/gc-curve-data.ts';
import type { Profile } from '../charts/profile-data.ts';
import { ZEvidenceChart } from '../charts/z-evidence.tsx';
import { zEvidence } from '../charts/z-evidence-data.ts';
import { fixed, oneIn, percent, ratio } from '../i18n/number-format.ts';
import { type Say, useSay } from '../i18n/say.ts';
import { useProfile } from './genome-panel.tsx';
import { SimilarSamples, useSimilar } from './similar-samples.tsx';
import { StateTag } from './state-tag.tsx';
import { targets } from './targets.ts';

type Call = Analysis['calls'][number];

interface WhyPanelProps {
  readonly id: string;
  readonly name: string;
  readonly analysis: Analysis;
  /** Of the sealed analysis: another one has other samples like it. */
  readonly sha256: string | null;
}

/** Says in the banner already; it stands on every result. */
const validationFlag = 'for validation, not for clinical use';
/** Each target's verdict and what it is made of. */
export function WhyPanel({ id, name, analysis, sha256 }: WhyPanelProps) {
  const say = useSay();
  const { data: similar } = useSimilar(id, sha256);
  const { data: profile } = useProfile(id, analysis);
  const flags = analysis.flags.filter((flag) => flag !== validationFlag);
  return (
    <>
      {flags.length > 0 && (
        <ul className="flags" aria-label={say('flags')}>
          {flags.map((flag) => (
            <li key={flag} className="tag unclear">
              {say.code(flag)}
            </li>
          ))}
        </ul>
      )}
      <div className="why-cards">
        {targets.map((target) => {
          // A missing verdict is none, never a low risk.
          const call = analysis.calls.find((each) => each.target === target);
          if (!call) return null;
          const like = similar?.targets.find((each) => each.target === target);
          return (
            <WhyCard key={target} {...{ name, analysis, call }}>
              {profile && <DepthText profile={profile} chromosome={target.slice(1)} />}
              {like && <SimilarSamples similar={like} />}
            </WhyCard>
          );
        })}
      </div>
    </>
  );
}

/** What the correction for GC did to a chromosome as a whole. */
function DepthText({ profile, chromosome }: { profile: Profile; chromosome: string }) {
  const say = useSay();
  const { before, after } = chromosomeDepth(profile, Number(chromosome) - 1);
  return (
    <p className="small">{say('whyGc', { before: fixed(before, 3), after: fixed(after, 3) })}</p>
  );
}

interface WhyCardProps extends Pick<WhyPanelProps, 'name' | 'analysis'> {
  readonly call: Call;
  readonly children: ReactNode;
}

function WhyCard({ name, analysis, call, children }: WhyCardProps) {
  const say = useSay();
  const chromosome = call.target.slice(1);
  const score = analysis.chromosomes.find((each) => each.chromosome === chromosome);
  const evidence = zEvidence(analysis, chromosome);
  const numbers: [string, string][] = [
    [say('prior'), oneIn(call.prior)],
    [say('likelihoodRatio'), ratio(call.likelihoodRatio)],
    [say('posterior'), oneIn(call.posterior)],
    [say('power'), percent(call.power)],
    [say('detectionLimit'), percent(score?.detectionLimit)],
    [say('cv'), percent(score?.cv, 3)],
    [say('scoreStandard'), fixed(score?.scores.standard, 2)],
    [say('scoreNcv'), fixed(score?.scores.ncv, 2)],
    [say('scoreRegression'), fixed(score?.scores.regression, 2)],
  ];
  return (
    <section className={`panel why-card ${call.verdict}`}>
      <div className="panel-head">
        <h2>{say('trisomyOf', { number: chromosome })}</h2>
        <StateTag code={call.verdict} />
      </div>
      {evidence && (
        <ZEvidenceChart
          evidence={evidence}
          label={say('evidenceLabel', { name, chromosome, z: fixed(evidence.z, 2) })}
        />
      )}
      <p>{whyText(say, analysis, chromosome)}</p>
      <p className="small">
        {say('whyPower', {
          ...{ power: percent(call.power), limit: percent(score?.detectionLimit) },
        })}{' '}
        {riskText(say, call)}
      </p>
      {call.verdict !== 'low-risk' && call.reasons.length > 0 && (
        <p className="quiet small">
          {say('reasons')}: {call.reasons.map(say.code).join('; ')}
        </p>
      )}
      {children}
      <dl className="why-numbers">
        {numbers.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function riskText(say: Say, { prior, likelihoodRatio, posterior }: Call): string {
  const word = prior === null || posterior === null ? 'whyRiskUnknown' : 'whyRisk';
  const known = { prior: oneIn(prior), posterior: oneIn(posterior) };
  return say(word, { ...known, ratio: ratio(likelihoodRatio) });
}

/** In one sentence: what a trisomy would have done to this sample, and what was seen. */
function whyText(say: Say, analysis: Analysis, chromosome: string): string {
  const evidence = zEvidence(analysis, chromosome);
  const { estimate } = analysis.fetalFraction;
  if (evidence === null || evidence.expectedZ === null || estimate === null) {
    return say('whyUnknown');
  }
  return say('whySeen', {
    ...{ fraction: percent(estimate), expected: fixed(evidence.expectedZ, 1) },
    seen: fixed(evidence.z, 2),
  });
}
