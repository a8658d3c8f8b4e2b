import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HttpProblem } from './problem.ts';

const tagCharacters = 22;

/**
 * The version of an answer (RFC 9110 § 8.8.3, 2022-06), from whatever makes it another one: 132
 * bits of the parts' SHA-256 in quotes.
 *
 * @example entityTag('PENDING')
 * // '"MyARuRzNmIdZLNcHLxLaOH"'
 */
export function entityTag(...parts: readonly string[]): string {
  const hash = createHash('sha256').update(parts.join('\n'), 'utf8').digest('base64url');
  return `"${hash.slice(0, tagCharacters)}"`;
}

/** Whether a list of tags of `If-Match` or `If-None-Match` holds a tag, or is the star. */
export function holdsTag(header: string, tag: string): boolean {
  if (header.trim() === '*') return true;
  return header.split(',').some((each) => each.trim().replace(/^W\//, '') === tag);
}

/** What a route that heeds `If-None-Match` answers beside its answer. */
export const unchanged = { 304: 'The version named by If-None-Match is still the one' } as const;

/**
 * Sends text, JSON unless told otherwise, as it is, with its version; who has that version already
 * gets only 304.
 */
export function sendTagged(
  request: FastifyRequest,
  reply: FastifyReply,
  { tag, text, mediaType = json }: TaggedText,
): FastifyReply {
  const known = request.headers['if-none-match'];
  reply.header('etag', tag).header('cache-control', 'private, no-cache');
  if (known !== undefined && holdsTag(known, tag)) return reply.code(304).send();
  return reply.type(mediaType).serializer(asItIs).send(text);
}

const json = 'application/json; charset=utf-8';

interface TaggedText {
  readonly tag: string;
  readonly text: string;
  readonly mediaType?: string;
}

/** Sends bytes for the caller alone, under a name that tells nothing of whom they are about. */
export function sendTaggedFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: { readonly tag: string; readonly bytes: Uint8Array } & FileNaming,
): FastifyReply {
  const known = request.headers['if-none-match'];
  reply.header('etag', file.tag).header('cache-control', 'private, no-cache');
  if (known !== undefined && holdsTag(known, file.tag)) return reply.code(304).send();
  return reply
    .type(file.mediaType)
    .header('content-disposition', `inline; filename="${file.name}"`)
    .send(Buffer.from(file.bytes));
}

interface FileNaming {
  readonly mediaType: string;
  readonly name: string;
}

/** Refuses a write by somebody who saw another version; without `If-Match` nothing is asked. */
export function requireTag(request: FastifyRequest, tag: string): void {
  const expected = request.headers['if-match'];
  if (expected !== undefined) requireVersion(expected, tag);
}

/** The same for a form, which always carries what its page was made of. */
export function requireVersion(expected: string, tag: string): void {
  if (holdsTag(expected, tag)) return;
  throw new HttpProblem('version-changed', 'it is not the version named by If-Match', {
    current: tag,
  });
}

function asItIs(text: unknown): string {
  return String(text);
}
