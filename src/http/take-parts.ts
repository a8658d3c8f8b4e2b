import type { IncomingMessage } from 'node:http';
import { Transform } from 'node:stream';
import {
  type CancellationContext,
  ERRORS,
  type Server,
  type ServerOptions,
  type Upload,
} from '@tus/server';
import { sweepChunks } from './sweep-chunks.ts';

type PatchHandler = Server['handlers']['PATCH'];
type Request = Parameters<NonNullable<ServerOptions['namingFunction']>>[0];

/** Bytes that wait for the disk while more come. */
const waitingBytes = 2 ** 20;

/**
 * Has parts go from the request to the store as they come. tus takes a body through a web stream,
 * which copies every chunk: for a part of 16 MiB that is more work than writing it.
 */
export function takePartsAsTheyCome(patch: PatchHandler): void {
  const send = patch.send.bind(patch);
  Object.assign(patch, {
    send: (request: Request, ...others: [CancellationContext, Headers?]) => {
      Object.defineProperty(request, 'body', { value: request.runtime?.node?.req ?? null });
      return send(request, ...others);
    },
    writeToStore: (
      request: IncomingMessage,
      ...[upload, sizeMax, { signal }]: [Upload, number, CancellationContext]
    ) =>
      writePart(request, {
        sizeMax,
        signal,
        write: (part) => patch.store.write(part, upload.id, upload.offset),
      }),
  });
}

interface PartOptions {
  readonly sizeMax: number;
  readonly signal: AbortSignal;
  readonly write: (part: Transform) => Promise<number>;
}

/** The request outlives a part that fails, so that it can be answered. */
async function writePart(
  request: IncomingMessage,
  { sizeMax, signal, write }: PartOptions,
): Promise<number> {
  if (signal.aborted) throw ERRORS.ABORTED;
  const part = limitedTo(sizeMax);
  let isTorn = false;
  const onAbort = () => {
    request.unpipe(part);
    // What came before the connection broke is kept.
    if (!part.destroyed) part.end();
  };
  const onError = (error: Error) => {
    isTorn = true;
    request.unpipe(part);
    if (!signal.aborted) part.destroy(error);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  request.on('error', onError);
  try {
    return await write(request.pipe(part));
  } catch (error) {
    request.unpipe(part);
    throw isTorn ? ERRORS.ABORTED : (part.errored ?? error);
  } finally {
    signal.removeEventListener('abort', onAbort);
    request.off('error', onError);
  }
}

function limitedTo(sizeMax: number): Transform {
  let size = 0;
  return new Transform({
    highWaterMark: waitingBytes,
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      sweepChunks(chunk.length);
      if (size > sizeMax) done(Object.assign(new Error('too large'), ERRORS.ERR_MAX_SIZE_EXCEEDED));
      else done(null, chunk);
    },
  });
}
