/** The keys under which answers are kept: one list, so that a write knows what it makes stale. */
export const queryKeys = {
  session: ['session'],
  runs: ['runs'],
  queue: ['queue'],
  reports: ['reports'],
  report: (id: string) => ['reports', id],
  jobs: ['jobs'],
  tasks: ['tasks'],
  staff: ['staff'],
  keys: ['keys'],
  clients: ['clients'],
  audit: ['audit'],
  run: (id: string) => ['run', id],
  gate: (runId: string) => ['run', runId, 'gate'],
  sample: (id: string) => ['sample', id],
  profile: (id: string) => ['sample', id, 'profile'],
} as const satisfies Record<string, readonly string[] | ((id: string) => readonly string[])>;
