import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { emptySha256, signRequest } from '../../src/security/request-signature.ts';

const signer = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
};
const now = new Date('2013-05-24T00:00:00Z');
const signatureOf = (headers: Record<string, string>) =>
  /Signature=(\w+)$/.exec(headers.authorization)?.[1];

describe('signatures of requests', () => {
  it('are those of the examples of the specification', () => {
    const get = signRequest(
      {
        ...{ method: 'GET', url: new URL('https://examplebucket.s3.amazonaws.com/test.txt') },
        ...{ headers: { range: 'bytes=0-9' }, payloadSha256: emptySha256 },
      },
      signer,
      now,
    );
    expect(signatureOf(get)).toBe(
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    );
    const put = signRequest(
      {
        method: 'PUT',
        url: new URL('https://examplebucket.s3.amazonaws.com/test%24file.text'),
        headers: {
          date: 'Fri, 24 May 2013 00:00:00 GMT',
          'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        },
        payloadSha256: createHash('sha256').update('Welcome to Amazon S3.').digest('hex'),
      },
      signer,
      now,
    );
    expect(signatureOf(put)).toBe(
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    );
  });
});
