import type { Logger } from 'pino';
import { decodedSums } from './analysis/bin-counts/decoded-sums.ts';
import { createBinGrid } from './analysis/genome/bin-grid.ts';
import { autosomeCount } from './analysis/genome/chromosome.ts';
import { buildApp } from './app.ts';
import type { Config } from './config.ts';
import { createLog } from './http/create-log.ts';
import { type ArrivalCounts, createArrivalCounts } from './jobs/arrival-counts.ts';
import { countArrived } from './jobs/count-arrived.ts';
import { type CountSettings, countSettings } from './jobs/count-settings.ts';
import { deleteOldFiles } from './jobs/delete-old-files.ts';
import { exportTraces } from './jobs/export-traces.ts';
import { giveUpUploads } from './jobs/give-up-uploads.ts';
import { openJobQueue } from './jobs/job-queue.ts';
import type { JobServices } from './jobs/job-services.ts';
import { startLeader } from './jobs/leader.ts';
import { remindAftercare } from './jobs/remind-aftercare.ts';
import { createReportPrinter } from './jobs/report-printer.ts';
import { requireKernel } from './jobs/require-kernel.ts';
import { resumeWork } from './jobs/resume-work.ts';
import { settleBatches } from './jobs/settle-batches.ts';
import { settleRunFiles } from './jobs/settle-run-files.ts';
import { startWork } from './jobs/start-work.ts';
import { watchCalendar } from './jobs/watch-calendar.ts';
import { createWorkerPool } from './jobs/worker-pool.ts';
import { openCheckpointKey } from './security/checkpoint-key.ts';
import { openMasterKey } from './security/master-key.ts';
import { settleMasterKey } from './security/master-key-rotation.ts';
import { SetupProblem } from './security/setup-problem.ts';
import { ensureSetupToken, setupTokenFile } from './security/setup-token.ts';
import { softwareVersion } from './software-version.ts';
import { ModelRefused, startModel } from './start-model.ts';
import { masterKeyIdOf, openDataKeys } from './store/data-keys.ts';
import { prepareHome } from './store/home-folder.ts';
import { forgetUnanswered } from './store/idempotent-answer-store.ts';
import { keepCheckpoints } from './store/keep-checkpoints.ts';
import { migrate } from './store/migrate.ts';
import { createObjectStore, type ObjectStore } from './store/object-store.ts';
import { type OpenStore, openStore } from './store/open-store.ts';
import { findModelInUse } from './store/reference-model-store.ts';
import { sealClearComments } from './store/review-comment.ts';
import { hasStaff } from './store/staff-store.ts';
import { sweepExpired } from './store/sweep-expired.ts';
import { createUploadLocker } from './store/upload-locker.ts';

/** A running service. */
export interface RunningServer {
  /** Where it answers, such as `http://127.0.0.1:8080`; null for a process that only works. */
  readonly address: string | null;
  /** The file with the token to set a fresh service up with; null once there are accounts. */
  readonly setupTokenFile: string | null;
  /** Lets requests and jobs end, then releases everything in the reverse order of its start. */
  close(): Promise<void>;
}

const minute = 60_000;
const hour = 60 * minute;

/** What is to be released at the end, the last first. */
type OnClose = (closer: () => Promise<unknown> | unknown) => void;

/** Starts the service: home, database, keys, model, queue, workers, HTTP. */
export async function startServer(
  config: Config,
  log: Logger = createLog(config),
): Promise<RunningServer> {
  const closers: Parameters<OnClose>[0][] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    requireKernel();
    const started = await start(config, { log, onClose: (closer) => closers.push(closer) });
    return { ...started, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  config: Config,
  { log, onClose }: { log: Logger; onClose: OnClose },
): Promise<Omit<RunningServer, 'close'>> {
  prepareHome(config.folders);
  const { url, kysely, pool: database } = await openMigrated(config, { log, onClose });
  settleMasterKey(config.folders.secrets, await masterKeyIdOf(kysely));
  const master = openMasterKey(config.folders.secrets, config.masterKey);
  const { sealer, blindIndex } = await openDataKeys(kysely, { master, suite: config.crypto });
  await sealClearComments(kysely, sealer);
  const checkpoints = keepCheckpoints({
    ...{ kysely, clock, log, folder: config.folders.checkpoints },
    key: openCheckpointKey(config.folders.secrets),
  });
  onClose(() => checkpoints.stop());
  const isFresh = !(await hasStaff(kysely));
  if (isFresh) ensureSetupToken(config.folders.secrets);
  const tokenFile = isFresh ? setupTokenFile(config.folders.secrets) : null;
  const stopping = new AbortController();
  const pool = createWorkerPool({ threads: config.workers, yields: true });
  onClose(() => pool.close());
  const { signal } = stopping;
  const traces =
    config.traces && exportTraces(config.traces, { log, softwareVersion: softwareVersion() });
  onClose(() => traces?.close());
  const jobs = await openJobQueue({ connectionString: url, kysely, log, traces, signal });
  onClose(() => {
    stopping.abort();
    return jobs.stop();
  });
  const counting = countSettings(await startModel(config, { kysely, log, now: clock() }));
  const decoded = decodedSums();
  const arrivals = followUploads(config, { log, counting, decoded: decoded.memory });
  onClose(() => arrivals.close());
  const work: JobServices = {
    ...{ kysely, jobs, pool, arrivals, sealer, clock, log, autosomeBinCount, counting },
    model: () => findModelInUse(kysely, config.folders.models),
    models: config.folders.models,
    ...{ folders: config.folders, softwareVersion: softwareVersion(), signal },
    ...{ objects: await openObjects(config), decoded: decoded.memory },
  };
  await resumeWork(work);
  const keeping = { ...work, retentionYears: config.retentionYears };
  const leader = startLeader({
    ...{ url, log },
    duties: [
      { name: 'audit checkpoint', everyMilliseconds: 5_000, run: checkpoints.note },
      { name: 'abandoned uploads', everyMilliseconds: hour, run: () => giveUpUploads(work) },
      {
        name: 'run files',
        everyMilliseconds: work.objects ? minute : hour,
        run: () => settleRunFiles(work),
      },
      { name: 'retention', everyMilliseconds: hour, run: () => deleteOldFiles(keeping) },
      { name: 'batch gates', everyMilliseconds: minute, run: () => settleBatches(work) },
      { name: 'reminders', everyMilliseconds: hour, run: () => remindAftercare(work) },
      { name: 'working calendar', everyMilliseconds: hour, run: () => watchCalendar(work) },
      { name: 'expired rows', everyMilliseconds: hour, run: () => sweepExpired(kysely, clock()) },
    ],
  });
  onClose(() => leader.stop());
  if (config.roles.includes('worker')) await startWork(work, config.workers);
  if (!config.roles.includes('web')) return { address: null, setupTokenFile: tokenFile };
  // On our own server, whatever no living process is answering died with its own.
  if (config.databaseUrl === null) await forgetUnanswered(kysely, clock());
  const printer = createReportPrinter(config.fontFolder);
  onClose(() => printer.close());
  const locker = createUploadLocker(url);
  onClose(() => locker.close());
  // Its own, so that nobody who looks at a sample waits for those that are being counted.
  const pagePool = createWorkerPool({ threads: 1 });
  onClose(() => pagePool.close());
  const app = await buildApp({
    ...{ config, kysely, jobs, sealer, blindIndex, clock, log, traces },
    ...{ uploadLocker: locker, printer, pool: pagePool },
    ...{ connections: () => connectionsOf(database), decoded: decoded.read },
    arrivals: { nudge: arrivals.nudge, whole: (id) => void countArrived(work, id) },
  });
  onClose(() => app.close());
  const address = await app.listen({ host: config.host, port: config.port });
  return { address, setupTokenFile: tokenFile };
}

/** A store that cannot be used is told of at the start, not by the first file. */
async function openObjects({ objects: settings }: Config): Promise<ObjectStore | null> {
  if (settings === null) return null;
  const objects = createObjectStore(settings);
  await objects.check().catch((error: unknown) => {
    const cause = error instanceof Error ? error.message : String(error);
    throw new SetupProblem(`BANYAN_OBJECT_STORE cannot be used: ${cause}`);
  });
  return objects;
}

/** Threads of their own, so that uploads that wait for their sender keep no job waiting. */
function followUploads(
  { folders, followers }: Config,
  { counting, ...options }: { log: Logger; counting: CountSettings; decoded: SharedArrayBuffer },
): ArrivalCounts {
  const threads = Array.from({ length: followers }, () => createWorkerPool({ threads: 1 }));
  const settings = { ...counting, softwareVersion: softwareVersion() };
  return createArrivalCounts({ threads, folders, ...options, ...settings });
}

async function openMigrated(
  { folders, databaseUrl }: Config,
  { log, onClose }: { log: Logger; onClose: OnClose },
): Promise<OpenStore> {
  const onConnectionLost = (error: Error) => log.warn({ err: error }, 'lost an idle connection');
  const store = await openStore({ folders, databaseUrl, log, onConnectionLost });
  onClose(() => store.close());
  await migrate(store.kysely);
  return store;
}

export { ModelRefused, SetupProblem };

function connectionsOf({ totalCount, idleCount, waitingCount }: OpenStore['pool']) {
  return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
}

function clock(): Date {
  return new Date();
}

function autosomeBinCount(...layout: Parameters<typeof createBinGrid>): number {
  return createBinGrid(...layout).chromosomeStarts[autosomeCount];
}
