import type { FastifyInstance, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { HttpProblem } from './problem.ts';

/** Control characters but tab and the ends of lines, and halves of a character. */
const malformed = /(?![\t\r\n])\p{Cc}|\p{Surrogate}/u;

/**
 * Refuses text that no one can have typed and that a database or a page could not hold: control
 * characters and lone surrogates, in whatever part of a request they stand.
 */
export const refuseMalformedText = fastifyPlugin(
  (app: FastifyInstance) => {
    app.addHook('preValidation', (request, _reply, done) => {
      const path = malformedPath(request);
      done(path === null ? undefined : refusal(path));
    });
    return Promise.resolve();
  },
  { name: 'refuse-malformed-text' },
);

/** Whether a text may be kept and shown. */
export function isWellFormedText(text: string): boolean {
  return !malformed.test(text);
}

function refusal(path: string): HttpProblem {
  const message = 'holds control characters or broken ones';
  return new HttpProblem('request-malformed', `${path}: ${message}`, {
    errors: [{ path, message }],
  });
}

function malformedPath({ body, query, params }: FastifyRequest): string | null {
  const waiting: [string, unknown][] = [
    ['body', body],
    ['querystring', query],
    ['params', params],
  ];
  // A list of its own instead of recursion: a body may be nested deeper than the stack.
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [path, value] = next;
    if (typeof value === 'string' && !isWellFormedText(value)) return path;
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) continue;
    for (const [name, inner] of Object.entries(value)) {
      if (!isWellFormedText(name)) return path;
      // The path of a thing nested that deep would only make the answer long.
      waiting.push([path.length < 200 ? `${path}/${name}` : path, inner]);
    }
  }
  return null;
}
