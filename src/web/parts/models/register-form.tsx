import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { queryKeys } from '../../api/query-keys.ts';
import { navigate } from '../../app/navigation.tsx';
import { useSay } from '../../i18n/say.ts';
import { ProblemNotice } from '../problem-notice.tsx';
import { useAct } from '../use-act.ts';

const names = ['model.json', 'model.bin'];

/** Brings the two files of a model that `banyan model build` wrote, as a candidate. */
export function RegisterForm() {
  const say = useSay();
  const [files, choose] = useState<readonly File[]>([]);
  const act = useAct<{ id: string }>(queryKeys.models, ({ id }) => navigate(`/models/${id}`));
  const found = names.map((name) => files.find((file) => file.name === name));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const [json, bin] = found;
    if (!json || !bin || act.isPending) return;
    const [modelJson, modelBin] = await Promise.all([json, bin].map(base64Of));
    act.mutate({ path: '/api/v1/models', body: { modelJson, modelBin } });
  };
  return (
    <section className="panel stack" aria-label={say('registerModel')}>
      <h2>{say('registerModel')}</h2>
      <form className="row-actions" onSubmit={(event) => void submit(event)}>
        <label>
          {say('modelFiles')}{' '}
          <input
            type="file"
            multiple
            accept=".json,.bin"
            onChange={(event) => choose([...(event.target.files ?? [])])}
          />
        </label>
        <Button htmlType="submit" disabled={found.includes(undefined)} loading={act.isPending}>
          {say('registerModel')}
        </Button>
      </form>
      {act.error && <ProblemNotice error={act.error} />}
    </section>
  );
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error ?? new Error('the file cannot be read'));
    reader.readAsDataURL(file);
  });
}
