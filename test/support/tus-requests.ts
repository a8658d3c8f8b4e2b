/** Announces a file as a tus client does, by hand; answers what the service answered. */
export function announceFile(
  address: string,
  key: string,
  { metadata, sizeBytes }: { metadata: Readonly<Record<string, string>>; sizeBytes: number },
): Promise<Response> {
  return fetch(`${address}/api/v1/uploads`, {
    method: 'POST',
    headers: {
      ...tusHeaders(key),
      'upload-length': String(sizeBytes),
      'upload-metadata': Object.entries(metadata)
        .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
        .join(','),
    },
  });
}

/** Sends one part of an announced file. */
export function sendPart(
  url: string,
  key: string,
  { from, body }: { from: number; body: Buffer | ReadableStream },
): Promise<Response> {
  return fetch(url, {
    method: 'PATCH',
    headers: {
      ...tusHeaders(key),
      'upload-offset': String(from),
      'content-type': 'application/offset+octet-stream',
    },
    body: Buffer.isBuffer(body) ? Uint8Array.from(body) : body,
    duplex: 'half',
  } as RequestInit);
}

export function tusHeaders(key: string) {
  return { authorization: `Bearer ${key}`, 'tus-resumable': '1.0.0' };
}
