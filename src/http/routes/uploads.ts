import { Metadata } from '@tus/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { receiveRunFile } from '../../jobs/receive-run-file.ts';
import type { Caller } from '../../security/caller.ts';
import { findRunFile } from '../../store/run-file-store.ts';
import { arrivedSizeBytes, UploadFiles } from '../../store/upload-files.ts';
import { getUpload } from '../../store/upload-store.ts';
import { HttpProblem } from '../problem.ts';
import type { Services } from '../services.ts';
import { startUpload, uploadBytesMax } from '../start-upload.ts';
import { TusServer } from '../tus-server.ts';

const path = '/api/v1/uploads';

const announcing = ['tus-resumable', 'upload-length', 'upload-metadata'] as const;

const params = z.object({ id: z.string() });

const partType = 'application/offset+octet-stream';

const parts = {
  HEAD: {
    summary: 'Ask how far a file has come (tus 1.0)',
    answers: { 200: 'The header Upload-Offset tells how much is safely on disk' },
    headers: ['tus-resumable'],
    swagger: { exposeHeadRoute: true },
  },
  PATCH: {
    summary: 'Send the next part of a file (tus 1.0)',
    answers: { 204: 'Taken; the header Upload-Offset tells how far the file has come' },
    headers: ['tus-resumable', 'upload-offset'],
    part: partType,
  },
} as const;

/** Run files by the tus 1.0 protocol: created, sent in parts, resumed where they broke off. */
export const uploadRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  const started = new WeakMap<object, string>();
  const tus = tusServer(services, started);
  app.addContentTypeParser(partType, (_request, _payload, done) => {
    done(null);
  });
  const config = { permission: 'upload.write', rateLimit: false, anyPace: true } as const;
  app.post(
    path,
    {
      config: {
        ...{ ...config, headers: announcing },
        answers: { 201: 'Announced; the header Location names the upload' },
      },
      schema: { summary: 'Announce a file of a registered run (tus 1.0)' },
    },
    async (request, reply) => {
      requireTus(request);
      started.set(request.raw, await startUpload(services, announced(request)));
      return handOver(tus, request, reply);
    },
  );
  for (const [method, { summary, ...described }] of Object.entries(parts)) {
    app.route({
      ...{ method, url: `${path}/:id`, config: { ...config, ...described } },
      schema: { summary, params },
      handler: async (request, reply) => {
        await judgeUpload(services, request.caller, request.params.id);
        return handOver(tus, request, reply);
      },
    });
  }
  app.options(
    path,
    {
      config: { anonymous: true, answers: { 204: 'Versions and extensions stand in the header' } },
      schema: { summary: 'Tell what of tus is spoken here' },
    },
    (request, reply) => handOver(tus, request, reply),
  );
};

function tusServer(services: Services, started: WeakMap<object, string>): TusServer {
  const { kysely, config, arrivals } = services;
  return new TusServer({
    path,
    log: services.log,
    datastore: new UploadFiles(kysely, { folders: config.folders, onBytes: arrivals.nudge }),
    locker: services.uploadLocker,
    relativeLocation: true,
    maxSize: uploadBytesMax,
    namingFunction: (request) => {
      const id = started.get(request.runtime?.node?.req ?? {});
      if (id === undefined) throw new Error('an upload was created without its row');
      return id;
    },
    onUploadFinish: async (_request, upload) => {
      await receive(services, upload.id);
      return {};
    },
  });
}

/** Handing over to tus ends Fastify's part: tus reads and answers the bare request itself. */
async function handOver(
  tus: TusServer,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  reply.hijack();
  await tus.handle(request.raw, reply.raw);
}

/**
 * Lets only the key that started an upload go on with it, and says of a finished one that nobody
 * takes that it is not taken. A crash between a file's last byte and its transaction heals here.
 */
async function judgeUpload(services: Services, caller: Caller, id: string): Promise<void> {
  const { kysely, config } = services;
  const upload = await getUpload(kysely, id);
  // Whether another started one of this name is nobody's business.
  if (upload?.startedBy !== caller.actorId) throw HttpProblem.notFound('upload of this key');
  if (upload.finishedAt !== null) {
    if (!(await findRunFile(kysely, upload))) throw unwanted();
    return;
  }
  const arrived = await arrivedSizeBytes(config.folders, id);
  if (arrived > 0 && arrived === upload.sizeBytes) await receive(services, id);
}

async function receive(services: Services, id: string): Promise<void> {
  const { kysely, config, jobs, arrivals, clock } = services;
  const reception = await receiveRunFile({ kysely, jobs, clock, folders: config.folders }, id);
  if (reception === 'unwanted') throw unwanted();
  if (reception === 'received') arrivals.whole(id);
}

function unwanted(): HttpProblem {
  return new HttpProblem(
    'state-conflict',
    'the sample, or its specimen, goes on with another file',
  );
}

function requireTus(request: FastifyRequest): void {
  if (request.headers['tus-resumable'] === '1.0.0') return;
  throw new HttpProblem('request-malformed', 'send the header Tus-Resumable: 1.0.0');
}

function announced(request: FastifyRequest) {
  const length = String(request.headers['upload-length'] ?? '');
  const sizeBytes = /^\d{1,15}$/.test(length) ? Number(length) : Number.NaN;
  if (!Number.isSafeInteger(sizeBytes)) {
    throw new HttpProblem('request-malformed', 'the header Upload-Length must be whole bytes');
  }
  if (sizeBytes > uploadBytesMax) {
    throw new HttpProblem('body-too-large', `a file may have ${uploadBytesMax} bytes`);
  }
  return { metadata: metadataOf(request), sizeBytes, caller: request.caller };
}

function metadataOf(request: FastifyRequest): Record<string, string | null> {
  try {
    return Metadata.parse(String(request.headers['upload-metadata'] ?? ''));
  } catch {
    throw new HttpProblem('request-malformed', 'the header Upload-Metadata cannot be read');
  }
}
