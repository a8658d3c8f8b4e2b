import type { Analysis } from '../api/types.ts';
import { ZBars } from '../charts/z-bars.tsx';
import { fixed, percent } from '../i18n/number-format.ts';
import { useSay } from '../i18n/say.ts';

interface ChromosomePanelProps {
  readonly name: string;
  readonly analysis: Analysis;
}

/** Every autosome: z as bars, and each score in a table. */
export function ChromosomePanel({ name, analysis }: ChromosomePanelProps) {
  const say = useSay();
  const heads = ['excess', 'cv', 'detectionLimit', 'scoreStandard', 'scoreNcv', 'scoreRegression'];
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{say('zOfChromosomes')}</h2>
      </div>
      <ZBars chromosomes={analysis.chromosomes} label={`${name}: ${say('zOfChromosomes')}`} />
      <table className="plain-table">
        <caption className="quiet small">{say('numbersOfChart')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('chromosome')}</th>
            <th scope="col" className="number">
              z
            </th>
            {(heads as Parameters<typeof say>[0][]).map((head) => (
              <th key={head} scope="col" className="number">
                {say(head)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {analysis.chromosomes.map((row) => (
            <ChromosomeRow key={row.chromosome} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ChromosomeRow({ row }: { readonly row: Analysis['chromosomes'][number] }) {
  const { chromosome, fraction, expected, cv, z, scores, detectionLimit } = row;
  const excess = fraction === null || expected === null ? null : fraction / expected - 1;
  const cells = [
    percent(excess, 2),
    percent(cv, 3),
    percent(detectionLimit),
    fixed(scores.standard, 2),
    fixed(scores.ncv, 2),
    fixed(scores.regression, 2),
  ];
  return (
    <tr>
      <th scope="row">{chromosome}</th>
      <td className="number">
        <strong>{fixed(z, 2)}</strong>
      </td>
      {cells.map((cell, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the cells are the columns, always the same
        <td key={i} className="number">
          {cell}
        </td>
      ))}
    </tr>
  );
}
