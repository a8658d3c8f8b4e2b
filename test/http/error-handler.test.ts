import { describe, expect, it } from 'vitest';
import { problemOf } from '../../src/http/error-handler.ts';

const kindOf = (facts: object) =>
  problemOf(Object.assign(new Error('secret'), facts) as never).kind;

describe('what was thrown', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '08006'])(
    'is answered as not ready while the database is away (%s)',
    (code) => expect(kindOf({ code })).toBe('not-ready'),
  );

  it.each(['23505', 'EACCES', ''])('is a fault of ours otherwise (%j)', (code) => {
    expect(kindOf({ code })).toBe('internal-fault');
    expect(problemOf(Object.assign(new Error('secret'), { code }) as never).message).not.toContain(
      'secret',
    );
  });
});
