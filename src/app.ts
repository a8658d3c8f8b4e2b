import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { authentication } from './http/authentication.ts';
import { describeRoutes } from './http/describe-routes.ts';
import { drainConnections } from './http/drain-connections.ts';
import { endSlowRequests, type Pace, paceOptions, usualPace } from './http/end-slow-requests.ts';
import { addressHandler, errorHandler, notFoundHandler } from './http/error-handler.ts';
import { idempotency } from './http/idempotency.ts';
import { logRequests } from './http/log-requests.ts';
import { measureRequests } from './http/measure-requests.ts';
import { refuseMalformedText } from './http/refuse-malformed-text.ts';
import { routes } from './http/routes/index.ts';
import type { Services } from './http/services.ts';
import { traceRequests } from './http/trace-requests.ts';
import { uuidV7 } from './security/uuid-v7.ts';

const bodyBytesMax = 4 * 2 ** 20;
const requestsPerMinuteMax = 6000;

/** Assembles the HTTP application: libraries, then what every request passes, then the routes. */
export async function buildApp(
  services: Services,
  pace: Pace = usualPace,
): Promise<FastifyInstance> {
  const { trustedProxies } = services.config;
  const app = Fastify({
    loggerInstance: services.log,
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
    bodyLimit: bodyBytesMax,
    ...paceOptions(pace),
    frameworkErrors: addressHandler,
    genReqId: () => uuidV7(),
    routerOptions: { maxParamLength: 200 },
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
  }).withTypeProvider<ZodTypeProvider>();
  app.decorate('services', services);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(errorHandler);
  app.setNotFoundHandler(notFoundHandler);
  await app.register(cookie);
  await app.register(formbody);
  await app.register(helmet, helmetOptions);
  await app.register(swagger, swaggerOptions);
  await app.register(drainConnections);
  await app.register(endSlowRequests, pace);
  await app.register(logRequests);
  await app.register(measureRequests);
  await app.register(traceRequests);
  await app.register(authentication);
  await app.register(rateLimit, {
    max: requestsPerMinuteMax,
    timeWindow: '1 minute',
    keyGenerator: (request) => request.headers.authorization ?? request.ip,
  });
  await app.register(refuseMalformedText);
  await app.register(idempotency);
  for (const group of routes) await app.register(group);
  await app.ready();
  return app as unknown as FastifyInstance;
}

/** Pages carry neither script nor foreign content; forms may only be sent to ourselves. */
const helmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'style-src': ["'self'"],
      'img-src': ["'self'", 'data:'],
      'form-action': ["'self'"],
      'frame-ancestors': ["'none'"],
      'base-uri': ["'none'"],
    },
  },
  // Without any referrer browsers send our own forms with the origin "null".
  referrerPolicy: { policy: 'same-origin' as const },
  // Served over plain HTTP on the loopback; whoever puts TLS before it adds the header there.
  strictTransportSecurity: false,
};

const swaggerOptions = {
  openapi: {
    openapi: '3.1.0' as const,
    info: { title: 'Banyan', version: '1', description: 'Genomic NIPT analysis service' },
    components: {
      securitySchemes: { apiKey: { type: 'http' as const, scheme: 'bearer' } },
    },
    security: [{ apiKey: [] }],
  },
  ...describeRoutes,
};
