import type { RestrictedAnswer } from '../../http/schemas/restricted.ts';
import type { Json } from '../api/call.ts';
import { fixed, percent } from '../i18n/number-format.ts';
import { useSay, type Word } from '../i18n/say.ts';

type Fraction = RestrictedAnswer['fetalFraction']['profile'];

/** What X and Y say, side by side, and how to read it. */
export function RestrictedTable({ answer }: { readonly answer: Json<RestrictedAnswer> }) {
  const say = useSay();
  const { chromosomeX, chromosomeY, fetalFraction, flags } = answer;
  const rows: readonly (readonly [Word, string])[] = [
    ['measureX', percent(chromosomeX.fraction, 3)],
    ['measureXz', fixed(chromosomeX.z, 2)],
    ['measureY', percent(chromosomeY.fraction, 4)],
    ['measureYz', fixed(chromosomeY.z, 2)],
    ['fractionProfile', interval(fetalFraction.profile)],
    ['fractionFragments', interval(fetalFraction.fragmentLengths)],
    ['fractionX', interval(fetalFraction.chrX)],
    ['fractionY', interval(fetalFraction.chrY)],
  ];
  return (
    <>
      <dl className="why-numbers">
        {rows.map(([word, value]) => (
          <div key={word}>
            <dt>{say(word)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{say('flags')}</dt>
          <dd>{flags.length === 0 ? '–' : flags.map(say.code).join('; ')}</dd>
        </div>
        <div>
          <dt>{say('referenceModel')}</dt>
          <dd>{answer.model}</dd>
        </div>
      </dl>
      <p className="quiet small">{say('restrictedHow')}</p>
    </>
  );
}

function interval({ estimate, low, high }: Fraction): string {
  if (estimate === null) return percent(null);
  return `${percent(estimate)} (${percent(low)} – ${percent(high)})`;
}
