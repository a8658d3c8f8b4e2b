import type { Word } from '../../i18n/say.ts';
import { useSay } from '../../i18n/say.ts';
import type { Fields } from './act-form.tsx';

interface ChoiceFieldProps {
  readonly fields: Fields;
  readonly name: string;
  /** What stands above it: a text of the page, or a code of the service. */
  readonly label: Word | { readonly code: string };
  readonly options: readonly string[];
  /** What choosing nothing means; without it the first of the options stands there. */
  readonly none?: Word;
}

/** One of several codes. */
export function ChoiceField({ fields, name, label, options, none }: ChoiceFieldProps) {
  const say = useSay();
  return (
    <label className="text-field">
      {typeof label === 'string' ? say(label) : say.code(label.code)}
      <select
        name={name}
        value={fields.text(name)}
        onChange={(event) => fields.set(name, event.target.value)}
      >
        {none && <option value="">{say(none)}</option>}
        {options.map((option) => (
          <option key={option} value={option}>
            {say.code(option)}
          </option>
        ))}
      </select>
    </label>
  );
}
