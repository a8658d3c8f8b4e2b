import type { DiagnosticReport, SearchsetBundle } from './fhir-types.ts';

/**
 * One page of a pull: the reports in their stable order, and the address of the next page if there
 * is one. The cursor in that address is opaque to the platform.
 */
export function searchsetBundle(page: {
  readonly reports: readonly DiagnosticReport[];
  readonly baseUrl: string;
  readonly selfUrl: string;
  readonly nextUrl: string | null;
}): SearchsetBundle {
  const entry = page.reports.map((resource) => ({
    fullUrl: `${page.baseUrl}/DiagnosticReport/${resource.id}`,
    resource,
    search: { mode: 'match' as const },
  }));
  const next = page.nextUrl === null ? [] : [{ relation: 'next' as const, url: page.nextUrl }];
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    link: [{ relation: 'self', url: page.selfUrl }, ...next],
    // FHIR knows no empty array: a page without reports has no entry at all.
    ...(entry.length > 0 ? { entry } : {}),
  };
}
