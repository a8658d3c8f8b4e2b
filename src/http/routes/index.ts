import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { healthRoutes } from './health.ts';
import { problemRoutes } from './problems.ts';
import { signInRoutes } from './sign-in.ts';

/** Every group of routes, in the order of the flow. */
export const routes: readonly FastifyPluginAsyncZod[] = [healthRoutes, problemRoutes, signInRoutes];
