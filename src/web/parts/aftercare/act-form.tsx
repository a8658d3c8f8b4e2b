import { Button } from 'antd';
import type { FormEvent, ReactNode } from 'react';
import { queryKeys } from '../../api/query-keys.ts';
import { useSay } from '../../i18n/say.ts';
import { ProblemNotice } from '../problem-notice.tsx';
import { useAct } from '../use-act.ts';
import { useDraftFields } from '../use-draft-fields.ts';

const noteCharactersMax = 2000;
/** What is not plain takes a note; the service holds to it. */
const reasoned = new Set(['decline-diagnosis', 'leave-unknown', 'decline', 'lose', 'postpone']);

export type Fields = ReturnType<typeof useDraftFields>;

interface ActFormProps<Act extends string> {
  readonly pregnancyId: string;
  /** What is acted on, `redraw/<id>` say, and the version that was seen. */
  readonly subject: string;
  readonly version: string;
  /** Those its state allows. */
  readonly acts: readonly Act[];
  readonly requestOf: (act: Act, fields: Fields) => { path: string; body: object };
  /** What an act needs beside its note, and whether that is filled in. */
  readonly fieldsOf?: (act: Act, fields: Fields) => ReactNode;
  readonly isFilled?: (act: Act, fields: Fields) => boolean;
}

/** The acts that a state allows, one of them chosen, with what has to be said of it. */
export function ActForm<Act extends string>(props: ActFormProps<Act>) {
  const { pregnancyId, subject, version, acts, requestOf, fieldsOf, isFilled } = props;
  const say = useSay();
  const fields = useDraftFields(`aftercare/${subject}`);
  const act = useAct(queryKeys.aftercareOf(pregnancyId), fields.forget);
  const note = fields.text('note');
  const chosen = acts.find((each) => each === fields.text('act')) ?? null;
  const lacksNote = chosen !== null && reasoned.has(chosen) && note.trim() === '';
  const lacksDay = chosen === 'postpone' && fields.text('dueOn') === '';
  const isReady =
    chosen !== null && !lacksNote && !lacksDay && isFilled?.(chosen, fields) !== false;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen === null || !isReady || act.isPending) return;
    act.mutate({ ...requestOf(chosen, fields), headers: { 'if-match': version } });
  };
  return (
    <form className="act stack" onSubmit={submit}>
      {act.error && <ProblemNotice error={act.error} />}
      {acts.length === 0 && act.error && note !== '' && (
        <p className="own-review">
          {say('typedKept')} {note}
        </p>
      )}
      {acts.length > 0 && (
        <fieldset className="acts">
          <legend>{say('nextStep')}</legend>
          {acts.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="act"
                value={each}
                checked={chosen === each}
                onChange={() => fields.set('act', each)}
              />{' '}
              {say.code(each)}
            </label>
          ))}
        </fieldset>
      )}
      {chosen !== null && (
        <>
          <div className="fields">
            {chosen === 'postpone' && <DayField fields={fields} name="dueOn" word="postponeTo" />}
            {fieldsOf?.(chosen, fields)}
          </div>
          <label className="text-field">
            {say('note')}
            <textarea
              name="note"
              rows={2}
              maxLength={noteCharactersMax}
              value={note}
              onChange={(event) => fields.set('note', event.target.value)}
            />
          </label>
          <div className="row-actions">
            <Button type="primary" htmlType="submit" disabled={!isReady} loading={act.isPending}>
              {say('recordStep')}
            </Button>
            {lacksNote && <span className="quiet small">{say('noteNeeded')}</span>}
          </div>
        </>
      )}
    </form>
  );
}

interface FieldProps {
  readonly fields: Fields;
  readonly name: string;
  readonly word: 'postponeTo' | 'reportedOnDay' | 'endedOn' | 'consentAskedOn';
}

/** A calendar day. */
export function DayField({ fields, name, word }: FieldProps) {
  const say = useSay();
  return (
    <label className="text-field">
      {say(word)}
      <input
        type="date"
        name={name}
        value={fields.text(name)}
        onChange={(event) => fields.set(name, event.target.value)}
      />
    </label>
  );
}
