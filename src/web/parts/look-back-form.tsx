import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { LookBackAnswer, TouchedCount, Touches } from '../../http/schemas/look-back.ts';
import { call, type Json } from '../api/call.ts';
import { queryKeys } from '../api/query-keys.ts';
import { navigate } from '../app/navigation.tsx';
import { useSay } from '../i18n/say.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { useAct } from './use-act.ts';
import { useDraftFields } from './use-draft-fields.ts';

const ways = [
  ...(['model', 'software-version', 'reagent-lot', 'limits-version'] as const),
] as const satisfies readonly LookBackAnswer['by'][];
const reasonCharacters = { min: 10, max: 2000 };

/** Opens a look-back, once it was seen how many reports it would run again. */
export function LookBackForm() {
  const say = useSay();
  const fields = useDraftFields('look-back');
  const [by, value] = [fields.text('by') || ways[0], fields.text('value').trim()];
  const [previewed, preview] = useState('');
  const query = String(new URLSearchParams({ by, value }));
  const isPreviewed = value !== '' && previewed === query;
  const counted = useQuery({
    queryKey: [...queryKeys.lookBacks, 'count', query],
    queryFn: ({ signal }) =>
      call<TouchedCount>(`/api/v1/touched-reports/count?${query}`, { signal }),
    enabled: isPreviewed,
  });
  const act = useAct<LookBackAnswer>(queryKeys.lookBacks, ({ id }) => {
    fields.forget();
    navigate(`/look-backs/${id}`);
  });
  const reason = fields.text('reason').trim();
  const count = isPreviewed ? counted.data : undefined;
  const isReady = (count?.inForce ?? 0) > 0 && reason.length >= reasonCharacters.min;
  const start = (event: FormEvent) => {
    event.preventDefault();
    if (!isPreviewed) return preview(query);
    if (!isReady || act.isPending) return;
    act.mutate({ path: '/api/v1/look-backs', body: { by, value, reason } });
  };
  return (
    <form className="panel stack" aria-label={say('newLookBack')} onSubmit={start}>
      <h2>{say('newLookBack')}</h2>
      <p className="quiet small">{say('lookBackHint')}</p>
      <div className="fields">
        <label className="text-field">
          {say('touchedBy')}
          <select name="by" value={by} onChange={(event) => fields.set('by', event.target.value)}>
            {ways.map((way) => (
              <option key={way} value={way}>
                {say.code(way)}
              </option>
            ))}
          </select>
        </label>
        <ValueField
          by={by}
          value={fields.text('value')}
          set={(text) => fields.set('value', text)}
        />
        <Button disabled={value === ''} onClick={() => preview(query)}>
          {say('preview')}
        </Button>
      </div>
      {counted.error && isPreviewed && <ProblemNotice error={counted.error} />}
      {count && <Preview count={count} />}
      {count && count.inForce > 0 && (
        <>
          <label className="text-field">
            {say('lookBackReason')}
            <textarea
              name="reason"
              rows={2}
              maxLength={reasonCharacters.max}
              value={fields.text('reason')}
              onChange={(event) => fields.set('reason', event.target.value)}
            />
          </label>
          <div className="row-actions">
            <Button type="primary" htmlType="submit" disabled={!isReady} loading={act.isPending}>
              {say('startLookBack')}
            </Button>
          </div>
        </>
      )}
      {act.error && <ProblemNotice error={act.error} />}
    </form>
  );
}

function Preview({ count }: { readonly count: Json<TouchedCount> }) {
  const say = useSay();
  const { reports, inForce } = count;
  return (
    <p role="status">
      {reports > 0 && say('previewCount', { reports, inForce })}{' '}
      {inForce === 0 && say('previewNone')}
    </p>
  );
}

interface ValueFieldProps {
  readonly by: string;
  readonly value: string;
  readonly set: (text: string) => void;
}

/** What is known already is offered; anything else may be typed. */
function ValueField({ by, value, set }: ValueFieldProps) {
  const say = useSay();
  const { data } = useQuery({
    queryKey: [...queryKeys.lookBacks, 'touches'],
    queryFn: ({ signal }) => call<Touches>('/api/v1/touches', { signal }),
  });
  const known = data?.items.filter((each) => each.by === by) ?? [];
  return (
    <label className="text-field wide">
      {say('touchedValue')}
      <input
        name="value"
        list="touches"
        maxLength={200}
        autoComplete="off"
        value={value}
        onChange={(event) => set(event.target.value)}
      />
      <datalist id="touches">
        {known.map((each) => (
          <option key={each.value} value={each.value} />
        ))}
      </datalist>
    </label>
  );
}
