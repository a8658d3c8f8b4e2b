import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Decoded } from '../analysis/bin-counts/decoded-sums.ts';
import { countJobs } from '../store/job-counts.ts';
import type { Services } from './services.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** What `/metrics` gives. */
    readonly metrics: Registry;
  }
}

/** The event loop's delay is sampled so often; what is told of it holds this much by itself. */
const loopSampleMilliseconds = 1;
const secondsOfBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];

/**
 * Counts what the service does, for Prometheus. Labels are methods, patterns of addresses, statuses
 * and names of queues: never an address, which may hold a specimen's number.
 */
export const measureRequests = fastifyPlugin(
  (app: FastifyInstance) => {
    const registers = [new Registry()];
    const [register] = registers;
    collectDefaultMetrics({ register, eventLoopMonitoringPrecision: loopSampleMilliseconds });
    const durations = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'From the first byte of a request to the last of its answer',
      ...{ labelNames: ['method', 'route', 'status'], buckets: secondsOfBuckets, registers },
    });
    const uploaded = new Counter({
      name: 'banyan_upload_bytes_total',
      help: 'Bytes of run files that are safely on disk',
      registers,
    });
    measureServices(app.services, registers);
    app.decorate('metrics', register);
    app.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'unknown';
      const labels = { method: request.method, route, status: reply.statusCode };
      durations.observe(labels, reply.elapsedTime / 1000);
      uploaded.inc(takenBytes(request, reply));
      done();
    });
    return Promise.resolve();
  },
  { name: 'measure-requests' },
);

function measureServices(services: Services, registers: Registry[]): void {
  const { kysely, connections, decoded } = services;
  if (decoded !== undefined) measureDecoding(decoded, registers);
  new Gauge({
    name: 'banyan_jobs',
    help: 'Jobs that wait, run, or have failed for good',
    ...{ labelNames: ['queue', 'state'], registers },
    async collect() {
      this.reset();
      for (const { count, ...labels } of await countJobs(kysely)) this.set(labels, count);
    },
  });
  if (connections === undefined) return;
  new Gauge({
    name: 'banyan_database_connections',
    help: 'Connections to the database, and who waits for one',
    ...{ labelNames: ['state'], registers },
    collect() {
      for (const [state, count] of Object.entries(connections())) this.set({ state }, count);
    },
  });
}

/** Divided by the seconds, bytes and records are the kernel's rate on one thread. */
const decodingCounters = {
  bytes: ['banyan_decoded_bytes_total', 'Bytes of BAMs read, hashed, inflated and counted'],
  records: ['banyan_decoded_records_total', 'Records of the BAMs that were counted to their end'],
  seconds: ['banyan_decoding_seconds_total', 'Time of the threads that did it, added up'],
} as const;

function measureDecoding(decoded: () => Decoded, registers: Registry[]): void {
  for (const [key, [name, help]] of Object.entries(decodingCounters)) {
    new Counter({
      ...{ name, help, registers },
      collect() {
        this.reset();
        this.inc(decoded()[key as keyof Decoded]);
      },
    });
  }
}

/** How far an upload came on by this request. */
function takenBytes({ method, headers }: FastifyRequest, reply: FastifyReply): number {
  if (method !== 'PATCH' || reply.statusCode !== 204) return 0;
  const taken = Number(reply.raw.getHeader('upload-offset')) - Number(headers['upload-offset']);
  return taken > 0 ? taken : 0;
}
