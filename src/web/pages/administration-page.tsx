import { Empty } from 'antd';
import { type ComponentType, lazy, Suspense } from 'react';
import type { Permission } from '../../http/schemas/identity.ts';
import { mayIn, useSession } from '../api/use-session.ts';
import type { PageProps } from '../app/app.tsx';
import { Link } from '../app/navigation.tsx';
import { useSay, type Word } from '../i18n/say.ts';
import { Loading } from '../parts/loading.tsx';
import { PageHead } from '../parts/page-head.tsx';
import './administration-page.css';

interface Room {
  readonly id: string;
  readonly title: Word;
  readonly permission: Permission;
  readonly Content: ComponentType;
}

const rooms: readonly Room[] = [
  {
    ...{ id: 'jobs', title: 'jobs', permission: 'job.read' },
    Content: lazy(() => import('../parts/administration/jobs.tsx')),
  },
  {
    ...{ id: 'tasks', title: 'tasks', permission: 'task.handle' },
    Content: lazy(() => import('../parts/administration/tasks.tsx')),
  },
  {
    ...{ id: 'staff', title: 'staff', permission: 'user.read' },
    Content: lazy(() => import('../parts/administration/staff.tsx')),
  },
  {
    ...{ id: 'keys', title: 'apiKeys', permission: 'key.manage' },
    Content: lazy(() => import('../parts/administration/keys.tsx')),
  },
  {
    ...{ id: 'clients', title: 'smartClients', permission: 'key.manage' },
    Content: lazy(() => import('../parts/administration/clients.tsx')),
  },
  {
    ...{ id: 'limits', title: 'qualityLimits', permission: 'sample.read' },
    Content: lazy(() => import('../parts/administration/limits.tsx')),
  },
  {
    ...{ id: 'audit', title: 'auditChain', permission: 'audit.read' },
    Content: lazy(() => import('../parts/administration/audit.tsx')),
  },
  {
    ...{ id: 'looks', title: 'looks', permission: 'audit.read' },
    Content: lazy(() => import('../parts/administration/looks.tsx')),
  },
];

/** What each role may see and keep in order; what it may not is not shown. */
export default function AdministrationPage({ id }: PageProps) {
  const say = useSay();
  const session = useSession();
  if (!session) return <Loading />;
  const open = rooms.filter(({ permission }) => mayIn(session, permission));
  const room = open.find((each) => each.id === id) ?? open[0];
  if (!room) return <Empty description={say('nothingToManage')} />;
  const { Content } = room;
  return (
    <>
      <PageHead title={say('administration')}>
        <nav className="rooms" aria-label={say('administration')}>
          {open.map((each) => (
            <Link
              key={each.id}
              href={`/administration/${each.id}`}
              {...(each === room && { 'aria-current': 'page' as const })}
            >
              {say(each.title)}
            </Link>
          ))}
        </nav>
      </PageHead>
      <Suspense fallback={<Loading />}>
        <Content />
      </Suspense>
    </>
  );
}
