import type { Permission } from '../../http/schemas/identity.ts';
import type { Word } from '../i18n/say.ts';
import type { PageName } from './routes.ts';

interface Section {
  readonly href: string;
  readonly title: Word;
  /** Without it the section is not shown. */
  readonly permission: Permission;
  /** The pages at which the section is the current one. */
  readonly pages: readonly PageName[];
}

/** The sections at the head of every page, in the order of the work. */
export const sections: readonly Section[] = [
  { href: '/', title: 'runs', permission: 'run.read', pages: ['runs', 'batch', 'sample'] },
  { href: '/queue', title: 'queue', permission: 'sample.read', pages: ['queue'] },
  { href: '/reports', title: 'reports', permission: 'report.read', pages: ['reports', 'report'] },
];
