import { ERRORS, Server } from '@tus/server';
import type { Logger } from 'pino';
import { HttpProblem, problemDocument } from './problem.ts';
import { type ProblemKind, problemCatalogue } from './problem-catalogue.ts';
import { takePartsAsTheyCome } from './take-parts.ts';

type ServerOptions = ConstructorParameters<typeof Server>[0] & { readonly log: Logger };
type Write = Server['write'];

const kindOfStatus: Readonly<Record<number, ProblemKind>> = {
  400: 'request-malformed',
  404: 'not-found',
  409: 'upload-conflict',
  410: 'not-found',
  413: 'body-too-large',
  415: 'media-type-unknown',
  423: 'upload-conflict',
};

/** No room on the disk, none within its quota, and a file larger than the file system takes. */
const fullCodes = ['ENOSPC', 'EDQUOT', 'EFBIG'];

const heldByAnother = { status_code: 423, body: 'another request is writing this upload' };

/** The tus server with our way of telling what went wrong. */
export class TusServer extends Server {
  constructor({ log, ...options }: ServerOptions) {
    super({
      ...options,
      // No other site may send files from a browser here.
      allowedOrigins: () => false,
      onResponseError: (_request, error) => {
        // No fault of the server's: the sender comes again, and finds the upload free.
        if (error === ERRORS.ERR_LOCK_TIMEOUT) return heldByAnother;
        if (error instanceof HttpProblem) return answerOf(error);
        // Errors of the protocol itself are plain objects; an Error is a fault of ours.
        if (error instanceof Error) log.error({ err: error }, 'upload failed');
        return isDiskFull(error) ? answerOf(diskFull()) : undefined;
      },
    });
    takePartsAsTheyCome(this.handlers.PATCH);
  }

  override write(...[context, headers, status, body]: Parameters<Write>): ReturnType<Write> {
    if (status < 400) return super.write(context, headers, status, body);
    headers.set('content-type', 'application/problem+json');
    return super.write(context, headers, status, asProblem(status, body ?? ''));
  }
}

function answerOf(problem: HttpProblem) {
  return {
    status_code: problemCatalogue[problem.kind].status,
    body: JSON.stringify(problemDocument(problem, 'upload')),
  };
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && fullCodes.includes(String(error.code));
}

function diskFull(): HttpProblem {
  return new HttpProblem('storage-full', 'the part could not be written; what came of it is kept');
}

/** tus's own failures are a line of text; below 500 it is safe to pass on. */
function asProblem(status: number, body: string): string {
  if (body.startsWith('{')) return body;
  const kind = kindOfStatus[status] ?? (status < 500 ? 'request-malformed' : 'internal-fault');
  const detail = status < 500 ? body.trim() : 'the request id is in the log';
  return JSON.stringify({ ...problemDocument(new HttpProblem(kind, detail), 'upload'), status });
}
