import type { DemoUsers } from './demo-users.ts';

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

interface Review {
  readonly id: string;
  readonly calls: readonly { readonly verdict: string }[];
}

interface Bundle {
  readonly entry?: readonly { readonly resource: { readonly id: string } }[];
  readonly link: readonly { readonly relation: string; readonly url: string }[];
}

interface Claim {
  readonly id: string;
  readonly pregnancyId: string;
  readonly amountMinorUnits: number;
}

/** The reviewer decides each sample, the approver signs it: reports are issued. */
export async function reviewAndSign({ reviewer, approver }: DemoUsers): Promise<number> {
  const pending = await everyItem((cursor) =>
    reviewer.get<Page<Review>>(`/api/v1/reviews?state=PENDING&limit=100${cursor}`),
  );
  for (const { id, calls } of pending) {
    const isNoCall = calls.some(({ verdict }) => verdict === 'no-call');
    await reviewer.post(`/api/v1/reviews/${id}/decision`, {
      decision: isNoCall ? 'no-call' : 'approve',
      comment: isNoCall ? 'no result; counselling advised' : 'agrees with the counts',
    });
    await approver.freshen();
    await approver.post(`/api/v1/reviews/${id}/sign`, {});
  }
  return pending.length;
}

/** The platform pulls every released report, a few at a time, and acknowledges each. */
export async function pullAndAcknowledge({ platform }: DemoUsers): Promise<string[]> {
  const pulled: string[] = [];
  let url: string | undefined = '/fhir/DiagnosticReport?_count=5';
  while (url !== undefined) {
    const bundle: Bundle = await platform.get<Bundle>(url);
    for (const { resource } of bundle.entry ?? []) {
      await platform.post(`/fhir/DiagnosticReport/${resource.id}/$acknowledge`, {});
      pulled.push(resource.id);
    }
    url = bundle.link.find(({ relation }) => relation === 'next')?.url;
  }
  return pulled;
}

/** Every claim the service holds. */
export async function listClaims({ technician }: DemoUsers): Promise<Claim[]> {
  return everyItem((cursor) => technician.get<Page<Claim>>(`/api/v1/claims?limit=100${cursor}`));
}

async function everyItem<T>(load: (cursor: string) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Page<T> = await load(cursor && `&cursor=${encodeURIComponent(cursor)}`);
    items.push(...page.items);
    cursor = page.next;
  }
  return items;
}
