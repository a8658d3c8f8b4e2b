import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { JobAnswers } from '../../../http/schemas/job.ts';
import { call, type Json } from '../../api/call.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { mayIn, useSession } from '../../api/use-session.ts';
import { Link } from '../../app/navigation.tsx';
import { useSay } from '../../i18n/say.ts';
import { shanghaiMinute } from '../../i18n/shanghai-time.ts';
import { StateTag } from '../state-tag.tsx';
import { useAct } from '../use-act.ts';
import { ItemTable } from './item-table.tsx';

type Job = Json<JobAnswers>['items'][number];
const states = ['waiting', 'running', 'dead', 'cancelled', 'done'] as const;
const columns = ['jobName', 'sample', 'state', 'failures', 'cause', 'createdAt', 'acts'] as const;
const refetchMilliseconds = 15_000;

/** Jobs that wait, run or died, with the cause; a person puts them back or takes them out. */
export default function Jobs() {
  const say = useSay();
  const [state, choose] = useState('');
  const filter = state === '' ? '' : `&state=${state}`;
  const query = useQuery({
    queryKey: [...queryKeys.jobs, state],
    queryFn: ({ signal }) => call<JobAnswers>(`/api/v1/jobs?limit=100${filter}`, { signal }),
    refetchInterval: refetchMilliseconds,
  });
  const act = useAct(queryKeys.jobs);
  return (
    <section className="panel" aria-label={say('jobs')}>
      <div className="panel-head">
        <label>
          {say('state')}{' '}
          <select value={state} onChange={(event) => choose(event.target.value)}>
            <option value="">{say('allStates')}</option>
            {states.map((each) => (
              <option key={each} value={each}>
                {say.code(each)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <ItemTable query={query} refusal={act.error} columns={columns}>
        {(job) => <Row key={job.id} job={job} act={act} />}
      </ItemTable>
    </section>
  );
}

function Row({ job, act }: { readonly job: Job; readonly act: ReturnType<typeof useAct> }) {
  const say = useSay();
  const mayManage = mayIn(useSession(), 'job.manage');
  const order = (verb: 'retry' | 'cancellation') => {
    if (!act.isPending) act.mutate({ path: `/api/v1/jobs/${job.id}/${verb}` });
  };
  const isStopped = job.state === 'dead' || job.state === 'cancelled';
  const isUnderWay = job.state === 'waiting' || job.state === 'running';
  return (
    <tr>
      <th scope="row">{say.code(job.name)}</th>
      <td>
        {job.sampleId && <Link href={`/samples/${job.sampleId}`}>{job.sample}</Link>}
        {job.lookBackId && <Link href={`/look-backs/${job.lookBackId}`}>{say('lookBack')}</Link>}
      </td>
      <td>
        <StateTag code={job.state} />
      </td>
      <td className="number">{job.failures}</td>
      <td className="detail">{job.cause}</td>
      <td>{shanghaiMinute(job.createdAt)}</td>
      <td>
        {mayManage && isStopped && (
          <Button size="small" onClick={() => order('retry')}>
            {say('retryJob')}
          </Button>
        )}
        {mayManage && isUnderWay && (
          <Button size="small" onClick={() => order('cancellation')}>
            {say('cancelJob')}
          </Button>
        )}
      </td>
    </tr>
  );
}
