import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyContextConfig, FastifyInstance } from 'fastify';

export interface ListedRoute {
  readonly method: string;
  readonly url: string;
  readonly config: FastifyContextConfig;
}

/** Runs what builds an application and lists every route it adds, pages and hidden ones too. */
export async function listRoutes<Built>(
  build: () => Promise<Built>,
): Promise<{ built: Built; routes: readonly ListedRoute[] }> {
  const routes: ListedRoute[] = [];
  const listen = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook('onRoute', ({ method, url, config = {} }) => {
      for (const one of [method].flat()) routes.push({ method: one, url, config });
    });
  };
  subscribe('fastify.initialization', listen);
  try {
    return { built: await build(), routes };
  } finally {
    unsubscribe('fastify.initialization', listen);
  }
}
