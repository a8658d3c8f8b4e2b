import type { Permission } from '../../http/schemas/identity.ts';
import type { Word } from '../i18n/say.ts';
import type { PageName } from './routes.ts';

interface Section {
  readonly href: string;
  readonly title: Word;
  /** Without one of them the section is not shown. */
  readonly permissions: readonly Permission[];
  /** The pages at which the section is the current one. */
  readonly pages: readonly PageName[];
}

/** The sections at the head of every page, in the order of the work. */
export const sections: readonly Section[] = [
  { href: '/', title: 'runs', permissions: ['run.read'], pages: ['runs', 'batch', 'sample'] },
  { href: '/queue', title: 'queue', permissions: ['sample.read'], pages: ['queue'] },
  {
    href: '/reports',
    title: 'reports',
    permissions: ['report.read'],
    pages: ['reports', 'report'],
  },
  {
    href: '/aftercare',
    title: 'aftercare',
    permissions: ['aftercare.read'],
    pages: ['aftercare', 'aftercare-case'],
  },
  {
    href: '/look-backs',
    title: 'lookBack',
    permissions: ['look-back.manage'],
    pages: ['look-backs', 'look-back'],
  },
  {
    href: '/models',
    title: 'models',
    permissions: ['model.read'],
    pages: ['models', 'model'],
  },
  {
    ...{ href: '/administration', title: 'administration', pages: ['administration'] },
    permissions: ['job.read', 'task.handle', 'user.read', 'key.manage', 'audit.read'],
  },
];
