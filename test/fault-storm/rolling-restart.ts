import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Deployment } from './deployment.ts';

/**
 * Restarts every node in good order, one after the other, while clients ask each of them without
 * pause. A client asks again only where nobody listens or the answer is 503; any other failure is a
 * lost request.
 */
export async function rollingRestart(
  { processes, ready }: Deployment,
  bearer: string,
): Promise<{ answered: number; failed: string[] }> {
  const tally = { answered: 0, failed: [] as string[] };
  const over = new AbortController();
  const asking = processes
    .filter(({ listens }) => listens)
    .map(async ({ address }) => {
      while (!over.signal.aborted) {
        const outcome = await ask(`${address}/api/v1/runs`, bearer);
        if (outcome === 200) tally.answered += 1;
        else if (outcome !== 503 && outcome !== 'ECONNREFUSED') tally.failed.push(String(outcome));
        await delay(outcome === 200 ? 5 : 50);
      }
    });
  for (const process of processes) {
    await process.stop();
    await process.start();
  }
  await ready();
  over.abort();
  await Promise.all(asking);
  return tally;
}

/** The status, or why there is none; on a connection of its own, as behind a proxy. */
function ask(url: string, bearer: string): Promise<number | string> {
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${bearer}` };
    const sent = request(url, { agent: false, timeout: 30_000, headers }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
      answer.once('error', (error) => resolve(error.message));
    });
    sent.once('timeout', () => sent.destroy(new Error('no answer')));
    sent.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    sent.end();
  });
}
