import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { may } from '../../security/caller.ts';
import { pageContext } from '../page-context.ts';
import { HttpProblem } from '../problem.ts';
import { readShell, webFolder } from '../web-files.ts';
import { webPaths } from '../web-paths.ts';

const nonceBytes = 16;
const hidden = { hide: true } as const;
const assetName = z.object({ '*': z.string().regex(/^[\w.-]+$/) });

/** The page: one document at each of its addresses, and the files it loads, named by content. */
export const webRoutes: FastifyPluginAsyncZod = async (app) => {
  const shell = readShell();
  for (const path of webPaths) {
    app.get(path, { config: { self: true }, schema: hidden }, async (request, reply) => {
      // Administrators and the programme's staff see no run.
      if (path === '/' && !may(request.caller, 'run.read')) {
        const isWatching = may(request.caller, 'user.read') || may(request.caller, 'audit.read');
        return reply.redirect(isWatching ? '/administration' : '/account', 303);
      }
      if (shell === null) {
        throw new HttpProblem('not-ready', 'the page was not built: npm run build makes it');
      }
      const nonce = randomBytes(nonceBytes).toString('base64');
      const { language } = pageContext(request, reply);
      return reply
        .header('content-security-policy', policyWith(nonce))
        .header('cache-control', 'no-store')
        .type('text/html; charset=utf-8')
        .serializer(String)
        .send(shell({ language, nonce }));
    });
  }
  const assets = `${webFolder}assets`;
  if (!existsSync(assets)) return;
  await app.register(fastifyStatic, {
    ...{ root: assets, serve: false, preCompressed: true },
    ...{ maxAge: '365d', immutable: true },
  });
  app.get(
    '/assets/*',
    { config: { anonymous: true }, schema: { ...hidden, params: assetName } },
    (request, reply) => reply.sendFile(request.params['*']),
  );
};

/** Scripts and data from here only; style sheets from here, or made by those scripts. */
function policyWith(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join(';');
}
