import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { requireStillKnown } from './authentication.ts';
import { entityTag, holdsTag, sendTagged } from './entity-tag.ts';
import type { Services } from './services.ts';

/** So often it is looked whether there is something new, once for all who wait for the same. */
const lookMilliseconds = 1000;

interface Looked {
  readonly at: number;
  readonly text: Promise<string>;
}

interface Question {
  /** What is asked; equal keys have equal answers. */
  readonly key: string;
  readonly load: () => Promise<unknown>;
  readonly waitSeconds: number;
  /** Told before an answer leaves that the caller does not have yet. */
  readonly onAnswer?: () => Promise<void>;
}

const lookedUp = new WeakMap<Services, Map<string, Looked>>();

/**
 * Answers at once, or, to a caller who names the version it has, when there is another one: 304
 * when the wait is over without. All who wait for the same cost one look a second.
 */
export async function answerNews(
  request: FastifyRequest,
  reply: FastifyReply,
  question: Question,
): Promise<void> {
  const known = request.headers['if-none-match'];
  const end = performance.now() + question.waitSeconds * 1000;
  let hasWaited = false;
  for (;;) {
    const text = await look(request.server.services, question);
    const tag = entityTag(text);
    const isNews = known === undefined || !holdsTag(known, tag);
    if (isNews && hasWaited) await requireStillKnown(request);
    if (isNews) await question.onAnswer?.();
    if (isNews || performance.now() >= end || hasLeft(request)) {
      sendTagged(request, reply, { tag, text });
      return;
    }
    hasWaited = true;
    await delay(lookMilliseconds, undefined, { ref: false });
  }
}

/** Whoever closed the page waits no more, and a service that stops keeps nobody waiting. */
function hasLeft({ raw, server }: FastifyRequest): boolean {
  return raw.destroyed || raw.socket.destroyed || !server.server.listening;
}

function look(services: Services, { key, load }: Question): Promise<string> {
  const all = lookedUp.get(services) ?? new Map<string, Looked>();
  lookedUp.set(services, all);
  const now = performance.now();
  for (const [old, { at }] of all) if (now - at >= lookMilliseconds / 2) all.delete(old);
  const known = all.get(key);
  if (known) return known.text;
  const text = load().then((answer) => JSON.stringify(answer));
  all.set(key, { at: now, text });
  text.catch(() => all.delete(key));
  return text;
}
