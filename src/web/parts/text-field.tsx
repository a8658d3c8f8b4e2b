import { useSay, type Word } from '../i18n/say.ts';

interface TextFieldProps {
  readonly word: Word;
  readonly type?: 'text' | 'date' | 'number';
  readonly maxLength?: number;
  readonly value: string;
  readonly onText: (text: string) => void;
}

/** One line to fill in, with its label. */
export function TextField({ word, type = 'text', value, onText, ...limits }: TextFieldProps) {
  const say = useSay();
  return (
    <label className="text-field">
      {say(word)}
      <input
        {...limits}
        type={type}
        value={value}
        onChange={(event) => onText(event.target.value)}
      />
    </label>
  );
}
