import { useSay } from '../../i18n/say.ts';
import { phenotypeWords } from '../../i18n/words/phenotypes.ts';
import type { Fields } from './act-form.tsx';

const name = 'phenotypes';

/** The codes that were ticked. */
export function phenotypesOf(fields: Fields): string[] {
  return fields
    .text(name)
    .split(' ')
    .filter((code) => code !== '');
}

/** Phenotypes of the fetus or newborn, from the table of terms that tell no sex. */
export function PhenotypeField({ fields }: { readonly fields: Fields }) {
  const say = useSay();
  const ticked = phenotypesOf(fields);
  const tick = (code: string, isOn: boolean) => {
    const others = ticked.filter((each) => each !== code);
    fields.set(name, (isOn ? [...others, code] : others).join(' '));
  };
  return (
    <details className="phenotypes">
      <summary>{say('phenotypes', { count: ticked.length })}</summary>
      <div className="phenotype-list">
        {Object.entries(phenotypeWords).map(([code, [chinese, english]]) => (
          <label key={code}>
            <input
              type="checkbox"
              name={code}
              checked={ticked.includes(code)}
              onChange={(event) => tick(code, event.target.checked)}
            />{' '}
            {say.language === 'zh' ? chinese : english}
          </label>
        ))}
      </div>
    </details>
  );
}
