import type { ModelAnswer } from '../../../http/schemas/model.ts';
import type { Json } from '../../api/call.ts';
import { fixed, grouped, percent } from '../../i18n/number-format.ts';
import { useSay } from '../../i18n/say.ts';
import { modelRemark } from './model-remark.ts';

type Quality = NonNullable<Json<ModelAnswer>['quality']>;

/** How a model's control group behaves, and what was left out of it. */
export function ModelGroup({ model }: { readonly model: Json<ModelAnswer> }) {
  const say = useSay();
  const { quality, assembly } = model;
  if (quality === null) {
    return (
      <section className="panel">
        <p className="own-review">{say('modelFilesGone')}</p>
      </section>
    );
  }
  return (
    <div className="model-columns">
      <section className="panel stack" aria-label={say('groupQuality')}>
        <h2>{say('groupQuality')}</h2>
        <TargetTable targets={quality.targets} />
        <p className="quiet small">{say('overPoissonHint')}</p>
        <Profile profile={quality.fetalFraction} />
      </section>
      <section className="panel stack">
        <GroupFacts quality={quality} assembly={assembly} />
        <h3>{say('modelLimits')}</h3>
        <Remarks remarks={quality.limits} none={say('noLimits')} />
        <h3>{say('excludedControls')}</h3>
        <Excluded excluded={quality.excluded} />
      </section>
    </div>
  );
}

function TargetTable({ targets }: Pick<Quality, 'targets'>) {
  const say = useSay();
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{say('targetHead')}</th>
          {(['targetSpread', 'overPoisson', 'controlsZMean', 'controlsZSpread'] as const).map(
            (word) => (
              <th scope="col" className="number" key={word}>
                {say(word)}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {targets.map(({ target, cv, overPoisson, zMean, zStandardDeviation }) => (
          <tr key={target}>
            <th scope="row">{target}</th>
            <td className="number">{percent(cv, 3)}</td>
            <td className="number">{fixed(overPoisson, 3)}</td>
            <td className="number">{fixed(zMean, 2)}</td>
            <td className="number">{fixed(zStandardDeviation, 2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Profile({ profile }: { readonly profile: Quality['fetalFraction'] }) {
  const say = useSay();
  const { trainingCount, error, scaleError } = profile;
  return (
    <>
      <h3>{say('fetalFractionProfile')}</h3>
      {error === null ? (
        <p>{say('profileNone')}</p>
      ) : (
        <dl className="facts">
          <div>
            <dt>{say('profileTraining')}</dt>
            <dd>{trainingCount}</dd>
          </div>
          <div>
            <dt>{say('profileError')}</dt>
            <dd>{say('points', { value: fixed(100 * error, 2) })}</dd>
          </div>
          <div>
            <dt>{say('profileScaleError')}</dt>
            <dd>{percent(scaleError)}</dd>
          </div>
        </dl>
      )}
    </>
  );
}

function GroupFacts({ quality, assembly }: { readonly quality: Quality; assembly: string }) {
  const say = useSay();
  const { controls, females, males, sexUnknown, usedBins, binSizeBases } = quality;
  const unknown = sexUnknown > 0 ? ` · ${say('groupSexUnknown', { count: sexUnknown })}` : '';
  const rows = [
    [say('groupSize'), grouped(controls)],
    [say('groupSexes'), `${say('groupSexesOf', { females, males })}${unknown}`],
    [say('medianDepth'), grouped(quality.medianDepth)],
    [say('usedBins'), say('binsOf', { count: grouped(usedBins), size: binSizeBases / 1000 })],
    [say('assembly'), assembly],
    [say('noiseComponents'), String(quality.noiseComponents)],
    [say('gcSource'), quality.gc === 'learn' ? say('gcLearned') : quality.gc],
    [say('builtBy'), quality.softwareVersion],
  ];
  return (
    <dl className="facts rows">
      {rows.map(([name, value]) => (
        <div key={name} className="row">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Remarks({
  remarks,
  none,
}: {
  readonly remarks: readonly string[];
  readonly none: string;
}) {
  const { language } = useSay();
  if (remarks.length === 0) return <p className="quiet">{none}</p>;
  return (
    <ul>
      {remarks.map((remark) => (
        <li key={remark}>{modelRemark(remark, language)}</li>
      ))}
    </ul>
  );
}

function Excluded({ excluded }: Pick<Quality, 'excluded'>) {
  const say = useSay();
  if (excluded.length === 0) return <p className="quiet">{say('noExcluded')}</p>;
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{say('sample')}</th>
          <th scope="col">{say('excludedReason')}</th>
        </tr>
      </thead>
      <tbody>
        {excluded.map(({ sample, reason }) => (
          <tr key={sample}>
            <th scope="row">{sample}</th>
            <td>{modelRemark(reason, say.language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
