/** What the service answers where it refuses (RFC 9457), as the page keeps it. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance?: string;
  readonly remedy?: string;
  /** Members that tell the place. */
  readonly errors?: readonly { readonly path: string }[];
  readonly lines?: readonly { readonly line?: number | null }[];
  readonly line?: number;
  readonly file?: string;
  readonly byteOffset?: number;
  readonly permission?: string;
  readonly reasons?: readonly string[];
}

/** A refusal of the service, or of the network: `kind` is then `no-connection`. */
export class Problem extends Error {
  readonly kind: string;
  readonly document: ProblemDocument;

  constructor(document: ProblemDocument) {
    super(document.detail);
    this.name = 'Problem';
    this.kind = document.type.replace(/^.*\//, '');
    this.document = document;
  }

  /** The service could not be asked at all, or something before it answered. */
  static noConnection(detail: string): Problem {
    return new Problem({ type: 'no-connection', title: '', status: 0, detail });
  }

  /** Whether asking once more may help. */
  get isPassing(): boolean {
    const { status } = this.document;
    return status === 0 || status === 429 || status === 503;
  }
}

/** The problem within whatever was thrown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return Problem.noConnection(error instanceof Error ? error.message : String(error));
}

/** The problem of an answer that is no success. */
export async function readProblem(answer: Response): Promise<Problem> {
  const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json');
  if (isProblem) return new Problem((await answer.json()) as ProblemDocument);
  return Problem.noConnection(`HTTP ${answer.status}`);
}
