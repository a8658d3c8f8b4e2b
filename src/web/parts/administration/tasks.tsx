import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { TaskAnswers } from '../../../http/schemas/task.ts';
import { call, type Json } from '../../api/call.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { Link } from '../../app/navigation.tsx';
import { useSay } from '../../i18n/say.ts';
import { shanghaiMinute } from '../../i18n/shanghai-time.ts';
import { useAct } from '../use-act.ts';
import { ItemTable } from './item-table.tsx';

const columns = ['jobName', 'about', 'raisedAt', 'acts'] as const;

/** What a person has to look at; what reminds of an act is closed by that act. */
export default function Tasks() {
  const say = useSay();
  const query = useQuery({
    queryKey: queryKeys.tasks,
    queryFn: ({ signal }) => call<TaskAnswers>('/api/v1/tasks?limit=200', { signal }),
  });
  const act = useAct(queryKeys.tasks);
  const close = (id: string) => {
    if (!act.isPending) act.mutate({ path: `/api/v1/tasks/${id}/close` });
  };
  return (
    <section className="panel" aria-label={say('tasks')}>
      <ItemTable query={query} refusal={act.error} columns={columns}>
        {({ id, kind, raisedAt, ...task }) => (
          <tr key={id}>
            <th scope="row">{say.code(kind)}</th>
            <td>
              <About task={task} />
            </td>
            <td>{shanghaiMinute(raisedAt)}</td>
            <td>
              {!kind.endsWith('-due') && (
                <Button size="small" onClick={() => close(id)}>
                  {say('closeTask')}
                </Button>
              )}
            </td>
          </tr>
        )}
      </ItemTable>
    </section>
  );
}

type Task = Json<TaskAnswers>['items'][number];

/** Where what a task is about is shown and acted on. */
function About({ task }: { readonly task: Omit<Task, 'id' | 'kind' | 'raisedAt'> }) {
  const say = useSay();
  const { sampleId, sample, pregnancyId, subject } = task;
  if (sampleId) return <Link href={`/samples/${sampleId}`}>{sample}</Link>;
  if (pregnancyId) return <Link href={`/aftercare/${pregnancyId}`}>{say('aftercare')}</Link>;
  const report = /(?:^|\/)report\/([^/]+)$/.exec(subject ?? '')?.[1];
  return report ? <Link href={`/reports/${report}`}>{say.code('report')}</Link> : subject;
}
