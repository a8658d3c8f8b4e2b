const tag = { type: 'string' } as const;
const bytes = { type: 'string', pattern: '^[0-9]+$' } as const;

/** What is said of each header that a route heeds. */
const headers = {
  'if-match': {
    ...tag,
    description: 'The ETag of the version that was seen: any other is left as it is, with 412',
  },
  'if-none-match': {
    ...tag,
    description: 'The ETag that is held already: if it is still the one, the answer is 304',
  },
  'tus-resumable': { const: '1.0.0', description: 'The version of tus that is spoken' },
  'upload-length': { ...bytes, description: 'Bytes of the whole file' },
  'upload-metadata': {
    type: 'string',
    description: 'runId, fileName and sha256, each as name, space, base64; separated by commas',
  },
  'upload-offset': { ...bytes, description: 'Where the part begins, bytes' },
} as const;

export type DescribedHeader = keyof typeof headers;

/** Without these a tag is not judged; the others belong to the protocol. */
const optional: readonly DescribedHeader[] = ['if-match', 'if-none-match'];

/** The headers a route heeds, as the description of routes takes them. */
export function describeHeaders(names: readonly DescribedHeader[]) {
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, headers[name]])),
    required: names.filter((name) => !optional.includes(name)),
  };
}
