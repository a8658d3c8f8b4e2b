import type { Analysis } from '../api/types.ts';
import { useSay } from '../i18n/say.ts';

interface ChromosomePickerProps {
  readonly analysis: Pick<Analysis, 'chromosomes'>;
  /** The only chromosome in view, 0–21; null where there are several. */
  readonly shown: number | null;
  readonly onShow: (chromosome: number | null) => void;
}

/** Shows all of the genome or one chromosome; those beyond |z| = 3 stand out. */
export function ChromosomePicker({ analysis, shown, onShow }: ChromosomePickerProps) {
  const say = useSay();
  return (
    <fieldset className="chromosome-picker" aria-label={say('chromosome')}>
      <button type="button" aria-pressed={shown === null} onClick={() => onShow(null)}>
        {say('wholeGenome')}
      </button>
      {analysis.chromosomes.map(({ chromosome, z }, c) => (
        <button
          key={chromosome}
          type="button"
          className={z !== null && Math.abs(z) >= 3 ? 'beyond' : ''}
          aria-pressed={shown === c}
          onClick={() => onShow(c)}
        >
          {chromosome}
        </button>
      ))}
    </fieldset>
  );
}
