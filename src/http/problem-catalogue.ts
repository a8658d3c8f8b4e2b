import { type DataProblemKind, dataProblemCatalogue } from '../analysis/data-problem-catalogue.ts';
import {
  type CaseworkProblemKind,
  caseworkProblemCatalogue,
} from '../casework/casework-problem.ts';

/** How one kind of problem is answered: HTTP status, title, and what the caller can do. */
export interface ProblemEntry {
  readonly status: number;
  readonly title: string;
  readonly remedy: string;
}

/** What can be wrong with a request, beside what can be wrong with data. */
const requestProblems = {
  'request-malformed': {
    status: 400,
    title: 'The request is malformed',
    remedy: 'correct the fields listed under errors; the schema is in /openapi.json',
  },
  'key-missing': {
    status: 401,
    title: 'No valid key, token or session',
    remedy: 'send the header Authorization: Bearer <key or token>, or sign in on the page',
  },
  'permission-missing': {
    status: 403,
    title: 'The caller may not do this',
    remedy: 'ask for a role that holds the permission named',
  },
  'sign-in-refused': {
    status: 401,
    title: 'The sign-in is refused',
    remedy: 'check the account name and what you typed with it, or ask for a reset',
  },
  'sign-in-locked': {
    status: 429,
    title: 'Too many failed attempts',
    remedy: 'wait for the seconds named in retry-after, or ask for a reset',
  },
  'second-factor-needed': {
    status: 403,
    title: 'The second factor is needed first',
    remedy: 'send a fresh code to /api/v1/session/factor, or give it on the page',
  },
  'enrolment-needed': {
    status: 403,
    title: 'A second factor has to be set up first',
    remedy: 'set it up by /api/v1/session/factor/enrolment, or on the page',
  },
  'password-change-needed': {
    status: 403,
    title: 'The first password has to be changed',
    remedy: 'send a new one to /api/v1/session/password, or change it on the page',
  },
  'password-weak': {
    status: 422,
    title: 'The password cannot be used',
    remedy: 'choose 12 to 128 characters that nobody would try first',
  },
  'licence-invalid': {
    status: 403,
    title: 'The signature needs a licence that is valid on the day',
    remedy: 'have the system administrator enter the licence that is in force',
  },
  'cross-site-request': {
    status: 403,
    title: 'The request comes from another site',
    remedy: 'send forms from the page of this service only',
  },
  'not-found': {
    status: 404,
    title: 'There is no such thing',
    remedy: 'check the identifier',
  },
  'method-not-allowed': {
    status: 405,
    title: 'The method is not allowed here',
    remedy: 'see /openapi.json for the methods of this path',
  },
  'state-conflict': {
    status: 409,
    title: 'The state does not allow this',
    remedy: 'read the current state; somebody may have acted first',
  },
  'batch-not-released': {
    status: 409,
    title: 'The batch of this sample is not released',
    remedy: 'wait for its last samples, or have the manager judge its red lights and release it',
  },
  'not-pre-approvable': {
    status: 409,
    title: 'The sample is not unremarkable',
    remedy: 'open it and decide and sign it by itself; the reasons are listed',
  },
  'version-changed': {
    status: 412,
    title: 'Somebody has changed it meanwhile',
    remedy: 'read it again, and send If-Match with the ETag of what you read',
  },
  'job-cancelled': {
    status: 409,
    title: 'A person cancelled the work on this sample',
    remedy: 'put the job back into the queue, or send the file again',
  },
  'already-registered': {
    status: 409,
    title: 'It is registered already, with other content',
    remedy: 'read what is registered, or use another number',
  },
  'request-in-flight': {
    status: 409,
    title: 'A request with this Idempotency-Key is still being answered',
    remedy: 'send it again in a moment',
  },
  'upload-conflict': {
    status: 409,
    title: 'The part does not continue the upload',
    remedy: 'ask with HEAD how far the file has come and go on from there',
  },
  'request-too-slow': {
    status: 408,
    title: 'The request came too slowly',
    remedy: 'send it again, over a faster line or in smaller parts',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    remedy: 'send fewer or shorter headers, 16 KB in all',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large',
    remedy: 'send files by the upload protocol, other content in smaller parts',
  },
  'media-type-unknown': {
    status: 415,
    title: 'The content type is not understood',
    remedy: 'send application/json',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'The Idempotency-Key was used for another request',
    remedy: 'use a new key for a new request',
  },
  'idempotency-key-malformed': {
    status: 400,
    title: 'The Idempotency-Key cannot be used here',
    remedy: 'use 1 to 200 printable ASCII characters, or none where a secret is answered',
  },
  'rule-violated': {
    status: 422,
    title: 'A rule of the programme does not allow this',
    remedy: 'see the reasons listed',
  },
  'sample-sheet-malformed': {
    status: 422,
    title: 'The sample sheet has lines that cannot be used',
    remedy: 'correct every line listed under lines and register the run again',
  },
  'upload-refused': {
    status: 422,
    title: 'The upload does not belong to a registered run',
    remedy: 'give runId, fileName of a sample in its sheet, and sha256 as upload metadata',
  },
  'file-hash-mismatch': {
    status: 422,
    title: 'The file does not have the SHA-256 its sender named',
    remedy: 'upload the file again; its bytes changed on the way',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    remedy: 'wait for the seconds named in retry-after',
  },
  'internal-fault': {
    status: 500,
    title: 'A fault of ours',
    remedy: 'try again; if it stays, tell the operator the request id',
  },
  'storage-full': {
    status: 507,
    title: 'The disk of the service is nearly full',
    remedy: 'try again later; tell the operator to make room',
  },
  'quota-exceeded': {
    status: 507,
    title: 'The quota for run files is used up',
    remedy: 'ask the laboratory to delete old run files or to raise the quota',
  },
  'not-ready': {
    status: 503,
    title: 'The service is not ready',
    remedy: 'try again in a moment',
  },
} as const satisfies Record<string, ProblemEntry>;

type RequestProblemKind = keyof typeof requestProblems;

/** Every kind of problem an answer can name. */
export type ProblemKind = RequestProblemKind | DataProblemKind | CaseworkProblemKind;

/** One catalogue of all problems: bad data is 422, since the request itself was understood. */
export const problemCatalogue: Readonly<Record<ProblemKind, ProblemEntry>> = {
  ...withStatus(dataProblemCatalogue),
  ...withStatus(caseworkProblemCatalogue),
  ...requestProblems,
  'forbidden-transition': { ...requestProblems['state-conflict'] },
};

/** Whether a text names a kind of the catalogue. */
export function isProblemKind(kind: string): kind is ProblemKind {
  return Object.hasOwn(problemCatalogue, kind);
}

function withStatus<Kind extends string>(
  entries: Record<Kind, { readonly title: string; readonly remedy?: string }>,
): Record<Kind, ProblemEntry> {
  const full = Object.entries<{ title: string; remedy?: string }>(entries).map(([kind, entry]) => [
    kind,
    { status: 422, remedy: 'correct what the detail names and send it again', ...entry },
  ]);
  return Object.fromEntries(full) as Record<Kind, ProblemEntry>;
}
