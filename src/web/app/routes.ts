/** The addresses of the pages. The service serves the page at the same ones: a test compares. */
export const routes = [
  { path: '/', page: 'runs' },
  { path: '/runs', page: 'runs' },
  { path: '/runs/:id', page: 'batch' },
  { path: '/samples/:id', page: 'sample' },
  { path: '/queue', page: 'queue' },
  { path: '/reports', page: 'reports' },
  { path: '/models', page: 'models' },
  { path: '/models/:id', page: 'model' },
  { path: '/aftercare', page: 'aftercare' },
  { path: '/aftercare/:id', page: 'aftercare-case' },
  { path: '/look-backs', page: 'look-backs' },
  { path: '/look-backs/:id', page: 'look-back' },
  { path: '/administration', page: 'administration' },
  { path: '/administration/:id', page: 'administration' },
  { path: '/reports/:id', page: 'report' },
] as const satisfies readonly { path: string; page: string }[];

export type PageName = (typeof routes)[number]['page'];

export interface FoundRoute {
  readonly page: PageName;
  /** The identifier in the address; empty where there is none. */
  readonly id: string;
}

/**
 * Which page stands at an address, if any.
 *
 * @example findRoute('/samples/0199f0a0') // { page: 'sample', id: '0199f0a0' }
 */
export function findRoute(pathname: string): FoundRoute | null {
  const parts = partsOf(pathname);
  for (const { path, page } of routes) {
    const wanted = partsOf(path);
    if (wanted.length !== parts.length) continue;
    if (!wanted.every((part, i) => part === ':id' || part === parts[i])) continue;
    return { page, id: parts[wanted.indexOf(':id')] ?? '' };
  }
  return null;
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}
