import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { healthRoutes } from './health.ts';
import { problemRoutes } from './problems.ts';
import { runRoutes } from './runs.ts';
import { sampleRoutes } from './samples.ts';
import { signInRoutes } from './sign-in.ts';
import { uploadRoutes } from './uploads.ts';

/** Every group of routes, in the order of the flow. */
export const routes: readonly FastifyPluginAsyncZod[] = [
  healthRoutes,
  problemRoutes,
  signInRoutes,
  runRoutes,
  uploadRoutes,
  sampleRoutes,
];
