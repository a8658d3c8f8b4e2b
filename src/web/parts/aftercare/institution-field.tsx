import { useSay } from '../../i18n/say.ts';
import type { Fields } from './act-form.tsx';

/** The name of a diagnosis institution. */
export function InstitutionField({ fields }: { readonly fields: Fields }) {
  const say = useSay();
  return (
    <label className="text-field wide">
      {say('institution')}
      <input
        name="institution"
        maxLength={100}
        value={fields.text('institution')}
        onChange={(event) => fields.set('institution', event.target.value)}
      />
    </label>
  );
}
