import { describe, expect, it } from 'vitest';
import { findRoute } from '../../src/web/app/routes.ts';

describe('findRoute', () => {
  it('finds the page at an address, with or without a slash at its end', () => {
    expect(findRoute('/')).toEqual({ page: 'runs', id: '' });
    expect(findRoute('/runs/')).toEqual({ page: 'runs', id: '' });
  });

  it('finds nothing at an address nobody serves', () => {
    for (const path of ['/nowhere', '/runs/a/b', '/samples']) expect(findRoute(path)).toBeNull();
  });
});
