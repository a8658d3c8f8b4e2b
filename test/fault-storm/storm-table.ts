import { availableParallelism } from 'node:os';
import type { StormOutcome } from './fault-storm.ts';

/** The outcome as a page of Markdown. */
export function stormTable(
  outcomes: readonly StormOutcome[],
  { seed, seconds }: { readonly seed: number; readonly seconds: number },
): string {
  const total = outcomes.reduce((sum, { kills }) => sum + sumOf(kills), 0);
  const broken = outcomes.flatMap((outcome) =>
    outcome.broken.map((fault) => `- ${outcome.deployment}: ${fault}`),
  );
  return [
    '# npm run check:faults',
    '',
    `${total} × kill in ${seconds} s, seed ${seed}, ${new Date().toISOString().slice(0, 10)}, ` +
      `Node ${process.versions.node}, ${availableParallelism()} cores. ` +
      `${broken.length === 0 ? 'Nothing lost, nothing doubled.' : `${broken.length} broken.`}`,
    '',
    '| | kills | struck while | besides | runs | samples | reports | uploads | checks |',
    '|---|---|---|---|---:|---:|---:|---:|---:|',
    ...outcomes.map((outcome) =>
      [
        ...['', outcome.deployment, words(outcome.kills), words(outcome.points)],
        ...[words(outcome.disorders) || '—', outcome.runs, outcome.samples, outcome.reports],
        ...[outcome.uploads, outcome.checks, ''],
      ]
        .join(' | ')
        .trim(),
    ),
    '',
    'All the while some 15 % of the parts of uploads are torn, 20 % come again or too early,',
    '15 % of the POSTs are sent twice at once and 20 % of the reviews are signed before they are decided.',
    '',
    ...broken,
    '',
  ].join('\n');
}

function words(tally: Readonly<Record<string, number>>): string {
  return Object.entries(tally)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}

function sumOf(tally: Readonly<Record<string, number>>): number {
  return Object.values(tally).reduce((sum, count) => sum + count, 0);
}
