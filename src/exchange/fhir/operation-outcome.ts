import type { OperationOutcome } from './fhir-types.ts';

/** Issue types of FHIR R4 that Banyan answers with, by HTTP status. */
const issueTypes: Readonly<Record<number, string>> = {
  400: 'invalid',
  401: 'login',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  410: 'deleted',
  412: 'conflict',
  422: 'processing',
  429: 'throttled',
  503: 'transient',
};

/**
 * A failure of the FHIR interface: what went wrong in words, typed by its HTTP status.
 *
 * Edge: a status without a type of its own is an `exception` from 500 on, else `processing`.
 */
export function operationOutcome(failure: {
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
}): OperationOutcome {
  const fallback = failure.status >= 500 ? 'exception' : 'processing';
  return {
    resourceType: 'OperationOutcome',
    issue: [
      {
        severity: failure.status >= 500 ? 'fatal' : 'error',
        code: issueTypes[failure.status] ?? fallback,
        details: { text: failure.title },
        ...(failure.detail === undefined ? {} : { diagnostics: failure.detail }),
      },
    ],
  };
}
