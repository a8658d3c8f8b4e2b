import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulateFlowCell } from '../../../fixtures/simulate/simulate-flow-cell.ts';
import { readConfig } from '../../config.ts';
import { type RunningServer, startServer } from '../../server.ts';
import { UsageError } from '../command.ts';
import { buildDemoModel, controlCount } from './build-demo-model.ts';
import { type DemoCase, demoCases } from './demo-case.ts';
import { type DemoUsers, demoUsers } from './demo-users.ts';
import { listClaims, pullAndAcknowledge, reviewAndSign } from './finish-cases.ts';
import { followRun } from './follow-run.ts';
import { foundLaboratory, type Laboratory } from './found-laboratory.ts';
import { type JudgedCase, judgeCase } from './judge-case.ts';
import { registerCases, sendRun } from './lay-out-flow-cell.ts';
import { openBrowser } from './open-browser.ts';
import { passGate } from './pass-gate.ts';
import { stage } from './stage.ts';
import { verdictTable } from './verdict-table.ts';

export interface DemoOptions {
  readonly samples: number;
  /** Keeps the service up until Ctrl-C when all is done. */
  readonly staysUp: boolean;
  readonly opens: boolean;
}

/** The simulated laboratory: the flow cell's samples are not the control group's. */
const landscape = { assembly: 'GRCh38', binSizeBases: 50_000, seed: 21 } as const;
const flowCellSeed = 2026;
const readsPerSample = 3_000_000;

/**
 * Builds a reference model from simulated controls, simulates a flow cell, and takes it through the
 * service as its users would. Answers whether every verdict, claim and pull was the expected one;
 * null if Ctrl-C came before that was known.
 */
export async function runDemo(options: DemoOptions): Promise<boolean | null> {
  const folder = await mkdtemp(join(tmpdir(), 'banyan-demo-'));
  // Run as root, the database works under another account, which has to reach its own folder here.
  await chmod(folder, 0o711);
  let starting: Promise<RunningServer> | null = null;
  const work = async () => {
    const { model, cases } = await prepare(folder, options.samples);
    starting = stage('Starting the service and its database', () => start(folder, model));
    return play(await starting, cases, options);
  };
  const interrupted = interruption();
  try {
    const allAsExpected = await Promise.race([work(), interrupted]);
    if (options.staysUp && allAsExpected !== null) await interrupted;
    return allAsExpected;
  } finally {
    await closeStarted(starting);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Closes the service also when Ctrl-C came while it was starting. */
async function closeStarted(starting: Promise<RunningServer> | null): Promise<void> {
  const server = await starting?.catch(() => null);
  await server?.close();
}

/** Resolves with null at the first Ctrl-C, or when the terminal goes away. */
function interruption(): Promise<null> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => resolve(null));
    }
  });
}

/** Model and flow cell at the same time: neither alone keeps two cores busy. */
async function prepare(
  folder: string,
  samples: number,
): Promise<{ model: string; cases: DemoCase[] }> {
  const flowCell = join(folder, 'flow-cell');
  await mkdir(flowCell);
  const label = `Building a model from ${controlCount} controls, simulating ${samples} samples`;
  return stage(label, async (onProgress) => {
    const done = { controls: 0, samples: 0 };
    const tell = (change: Partial<typeof done>) => {
      Object.assign(done, change);
      onProgress((done.controls + done.samples) / 2);
    };
    const [model, simulated] = await Promise.all([
      buildDemoModel({ folder, landscape, onProgress: (controls) => tell({ controls }) }),
      simulateFlowCell({
        ...{ folder: flowCell, seed: flowCellSeed, landscape, samples, reads: readsPerSample },
        onProgress: (count, total) => tell({ samples: count / total }),
      }),
    ]);
    return { model, cases: demoCases(simulated, new Date().getFullYear()) };
  });
}

async function start(folder: string, model: string): Promise<RunningServer> {
  const config = readConfig(process.env, {
    BANYAN_HOME: join(folder, 'home'),
    BANYAN_MODEL: model,
    PORT: '0',
    LOG_LEVEL: 'warn',
  });
  if (!config.ok) throw new UsageError(config.message);
  return startServer(config.value);
}

/** What happens between the registration desk and the platform. */
async function play(
  { address, setupTokenFile }: RunningServer,
  cases: readonly DemoCase[],
  options: DemoOptions,
): Promise<boolean> {
  if (address === null) throw new UsageError('BANYAN_ROLES must name web for a demonstration');
  if (setupTokenFile === null) throw new UsageError('DATABASE_URL must name an empty database');
  const laboratory = await stage('Setting up accounts, second factors and keys', () =>
    foundLaboratory(address, setupTokenFile),
  );
  const users = demoUsers(address, laboratory);
  const pregnancies = await stage('Registering pregnancies, consent and blood tubes', () =>
    registerCases(users, cases, new Date()),
  );
  const runId = await stage('Uploading as the sequencer', (onProgress) =>
    sendRun(users, cases, onProgress),
  );
  const samples = await stage('Counting and scoring the rest', (onProgress) =>
    followRun(users, runId, onProgress),
  );
  const surprises = await stage('Passing the gate of the batch', () =>
    passGate(users, { runId, cases }),
  );
  await stage('Reviewing and signing', () => reviewAndSign(users));
  const pulled = await stage('Pulling and acknowledging as the platform', () =>
    pullAndAcknowledge(users),
  );
  const outcome = { users, samples, pregnancies, claims: await listClaims(users), pulled };
  const judged = await Promise.all(cases.map((expected) => judgeCase(expected, outcome)));
  conclude(judged, { users, runId, laboratory, options, surprises });
  return surprises.length === 0 && judged.every(({ differences }) => differences.length === 0);
}

/** Names, passwords and codes of people who exist only here and as long as this runs. */
function howToSignIn({ technician, reviewer, approver, manager }: Laboratory): string {
  const lines = [technician, reviewer, approver, manager].map(
    ({ name, password, recoveryCodes: [code] }) => `  ${name.padEnd(18)}  ${password}  ${code}`,
  );
  return `Sign in by account, password and a code that works once:\n${lines.join('\n')}\n`;
}

function conclude(
  judged: readonly JudgedCase[],
  at: {
    users: DemoUsers;
    runId: string;
    laboratory: Laboratory;
    options: DemoOptions;
    surprises: readonly string[];
  },
): void {
  const page = `${at.users.address}/runs/${at.runId}`;
  const wrong = judged.filter(({ differences }) => differences.length > 0).length;
  process.stdout.write(`\n${verdictTable(judged)}\n`);
  process.stdout.write('Simulated data; for validation, not for clinical use.\n');
  for (const surprise of at.surprises) process.stdout.write(`${surprise}\n`);
  process.stdout.write(
    wrong === 0
      ? `All ${judged.length} samples: verdicts, claims and pulls as expected.\n`
      : `${wrong} of ${judged.length} samples are not as expected.\n`,
  );
  if (!at.options.staysUp) return;
  process.stdout.write(`\nThe run's page: ${page}\n${howToSignIn(at.laboratory)}`);
  process.stdout.write('Ctrl-C stops the service and removes what it made.\n');
  if (at.options.opens) openBrowser(page);
}
