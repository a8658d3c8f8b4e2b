import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import type { BatchAnswer } from '../../http/schemas/batch.ts';
import { type Json, write } from '../api/call.ts';
import { queryKeys } from '../api/query-keys.ts';
import { useSay } from '../i18n/say.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { useDraft } from './use-draft.ts';

const reasonCharactersMin = 10;
const reasonCharactersMax = 2000;

interface ReleaseFormProps {
  readonly runId: string;
  readonly batch: Json<BatchAnswer>;
}

/** Lets a held batch go, with a reason that is kept with it. */
export function ReleaseForm({ runId, batch }: ReleaseFormProps) {
  const say = useSay();
  const client = useQueryClient();
  const [reason, setReason, forgetReason] = useDraft(`batch/${batch.id}`);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const refresh = () => client.invalidateQueries({ queryKey: queryKeys.gate(runId) });
  const release = useMutation({
    mutationFn: () =>
      write(`/api/v1/batches/${batch.id}/release`, {
        ...{ key, body: { reason }, headers: { 'if-match': batch.version } },
      }),
    onSuccess: () => {
      forgetReason();
      return refresh();
    },
    onError: () => {
      setKey(crypto.randomUUID());
      return refresh();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!release.isPending) release.mutate();
  };
  return (
    <form className="decide" onSubmit={submit}>
      <Input.TextArea
        name="reason"
        aria-label={say('releaseReason')}
        placeholder={say('releaseReason')}
        rows={2}
        maxLength={reasonCharactersMax}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button
        type="primary"
        htmlType="submit"
        disabled={reason.trim().length < reasonCharactersMin}
        loading={release.isPending}
      >
        {say('releaseBatch')}
      </Button>
      {release.error && <ProblemNotice error={release.error} />}
    </form>
  );
}
