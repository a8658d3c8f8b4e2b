import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { demoDays, demoRegistration } from '../../src/cli/demo/demo-registration.ts';
import type { Laboratory } from '../../src/cli/demo/found-laboratory.ts';
import { platformClient } from '../../src/cli/demo/platform-client.ts';
import { aligner } from '../support/intake-service.ts';
import { Lost, sendOnce, untilDone } from './storm-client.ts';
import type { StormFile } from './storm-files.ts';
import { noteRow, type StormLedger } from './storm-ledger.ts';
import type { Random } from './storm-random.ts';
import { type StaffRole, StormStaff } from './storm-staff.ts';
import { sendFile } from './tus-sender.ts';

/** Where a fault may hit: the load tells whenever work passes there. */
export type StormPoint = 'upload' | 'count' | 'score' | 'issue';

export interface LoadOptions {
  /** One of the nodes that answer, another each time where there are several. */
  readonly address: () => string;
  readonly laboratory: Laboratory;
  readonly files: readonly StormFile[];
  readonly ledger: StormLedger;
  readonly random: Random;
  /** A run has so many patients' samples, and a control. */
  readonly patientsPerRun?: number;
}

/** What a run of the load has done so far. */
export interface LoadCounts {
  runs: number;
  samples: number;
  reports: number;
}

const patientsPerRunUsual = 2;
/** Files that one sequencer sends at a time. */
const sendersMax = 4;
const entitlements = [
  { age: 37, trisomy21Denominator: null },
  { age: 30, trisomy21Denominator: 600 },
  { age: 28, trisomy21Denominator: null },
];
let persons = 0;

/** Laboratories at work: each takes run after run from the registration desk to the platform. */
export class StormLoad extends EventEmitter<Record<StormPoint, []>> {
  readonly counts: LoadCounts = { runs: 0, samples: 0, reports: 0 };
  readonly #options: LoadOptions;
  readonly #staff: StormStaff;
  readonly #over = new AbortController();

  constructor(options: LoadOptions) {
    super();
    this.#options = options;
    this.#staff = new StormStaff(options.laboratory, options.address);
  }

  /** Tells whether the service's clock is the people's. */
  set isClockRight(isRight: boolean) {
    this.#staff.clock.isRight = isRight;
  }

  /** Works until told to stop; the run that is under way is taken to its end. */
  async work(): Promise<void> {
    while (!this.#over.signal.aborted) await this.takeRun();
  }

  finish(): void {
    this.#over.abort();
  }

  /** Takes one run from the registration desk to the platform. */
  async takeRun(): Promise<void> {
    const { patientsPerRun = patientsPerRunUsual } = this.#options;
    const name = `R${randomUUID().slice(0, 8)}`;
    const patients = Array.from({ length: patientsPerRun }, (_, i) => `${name}-${i}`);
    for (const specimen of patients) await this.#registerPatient(specimen);
    const sheet = [
      ...patients.map((specimen) => ({ sample: specimen, specimen, kind: 'patient' })),
      { sample: `${name}-c`, specimen: null, kind: 'negative-control' },
    ];
    const run = await this.#post('sequencer', '/api/v1/runs', {
      ...{ instrument: 'STORM-1', flowcell: name, aligner, sampleSheet: sheet },
    });
    this.#note('run', run.id);
    for (const { id } of run.samples) this.#note('sample', id);
    this.counts.runs += 1;
    await this.#sendAll(run.id, sheet);
    await this.#followRun(run.id);
    await this.#releaseBatch(run.id);
    this.counts.samples += sheet.length;
    await Promise.all(run.samples.map(({ id }: { id: string }) => this.#report(id)));
    await this.#pull();
  }

  async #registerPatient(specimen: string): Promise<void> {
    const number = ++persons;
    const { age, ...facts } = entitlements[number % entitlements.length];
    const now = new Date();
    const birthYear = now.getFullYear() - age;
    const person = { name: '林静怡', birthYear, poor: false, amountMinorUnits: 0, ...facts };
    const body = {
      ...demoRegistration(person, 0, now),
      identifier: { type: 'passport', value: `E${String(10_000_000 + number)}` },
    };
    const pregnancy = await this.#post('technician', '/api/v1/pregnancies', body);
    this.#note('pregnancy', pregnancy.id);
    const { drawnOn, receivedOn } = demoDays(now);
    const tube = await this.#post('technician', `/api/v1/pregnancies/${pregnancy.id}/specimens`, {
      ...{ number: specimen, drawnOn, receivedOn },
    });
    this.#note('specimen', tube.number);
  }

  async #sendAll(runId: string, sheet: readonly { sample: string }[]): Promise<void> {
    const { files, random } = this.#options;
    const queue = sheet.values();
    const sender = async () => {
      for (const { sample } of queue) await this.#send(runId, sample, random.pick(files));
    };
    await Promise.all(Array.from({ length: sendersMax }, sender));
  }

  async #send(runId: string, sample: string, { content, sha256 }: StormFile): Promise<void> {
    const { address, laboratory, ledger, random } = this.#options;
    await sendFile({
      ...{ address, ledger, random, content, key: laboratory.sequencerKey },
      metadata: { runId, fileName: `${sample}.bam`, sha256 },
      onPoint: (point) => {
        this.emit(point);
        if (point === 'count') setTimeout(() => this.emit('score'), 30);
      },
    });
  }

  async #followRun(runId: string): Promise<void> {
    await untilDone(`run ${runId} is scored`, async () => {
      const body = await this.#ask('technician', `GET /api/v1/runs/${runId}`);
      const states: string[] = body.samples.map(({ state }: { state: string }) => state);
      if (states.includes('FAILED')) {
        throw new Lost(`run ${runId} failed: ${JSON.stringify(body.samples).slice(0, 800)}`);
      }
      if (!states.every((state) => state === 'SCORED')) throw new Error(states.join(' '));
    });
  }

  /** A run of the storm has too few reads and controls: the manager lets its batch go. */
  async #releaseBatch(runId: string): Promise<void> {
    await untilDone(`the batch of ${runId} is released`, async () => {
      const { id, state } = await this.#ask('manager', `GET /api/v1/runs/${runId}/batch`);
      if (state === 'RELEASED') return;
      if (state === 'HELD') {
        const body = { reason: 'a run of the storm' };
        const bearer = this.#staff.bearer('manager');
        const line = `POST /api/v1/batches/${id}/release` as const;
        await sendOnce(this.#options.address(), { line, bearer, body });
      }
      throw new Error(`the batch is ${state}`);
    });
  }

  /** One person decides, another signs; a signature before the decision is refused. */
  async #report(sampleId: string): Promise<void> {
    const review = await this.#findReview(sampleId);
    if (review === null) return;
    this.#note('review', review.id);
    const path = `/api/v1/reviews/${review.id}`;
    if (this.#options.random.chance(0.2)) await this.#signTooEarly(path);
    await this.#post('reviewer', `${path}/decision`, {
      ...{ decision: 'no-call', comment: 'too few reads' },
    });
    await this.#staff.freshen();
    this.emit('issue');
    const report = await this.#post('approver', `${path}/sign`, {});
    const { ledger } = this.#options;
    this.#note('report', report.id);
    if ((ledger.reports.get(report.id) ?? report.bodySha256) !== report.bodySha256) {
      throw new Lost(`report ${report.id} was answered with two contents`);
    }
    ledger.reports.set(report.id, report.bodySha256);
    this.counts.reports += 1;
  }

  async #signTooEarly(path: string): Promise<void> {
    const early = await sendOnce(this.#options.address(), {
      ...{ line: `POST ${path}/sign`, bearer: this.#staff.bearer('approver'), body: {} },
    }).catch(() => null);
    if (early !== null && early.status < 300) throw new Lost(`${path} was signed undecided`);
  }

  /** Waiting reviews are few: those of the runs under way. Controls have none. */
  async #findReview(sampleId: string): Promise<{ id: string } | null> {
    for (let cursor = ''; ; ) {
      const list = `GET /api/v1/reviews?state=PENDING&limit=200${cursor}`;
      const body = await untilDone(list, () => this.#ask('reviewer', list));
      const found = body.items.find((item: { sampleId: string }) => item.sampleId === sampleId);
      if (found !== undefined || body.next === null) return found ?? null;
      cursor = `&cursor=${body.next}`;
    }
  }

  /** The platform pulls what is new and acknowledges it. */
  async #pull(): Promise<void> {
    const { ledger } = this.#options;
    const mine = [...ledger.reports.keys()].filter((id) => !ledger.acknowledged.has(id));
    for (const id of mine) {
      await untilDone(`pull ${id}`, async () => {
        const { laboratory, address } = this.#options;
        const platform = platformClient(address(), laboratory.platform);
        await platform.get(`/fhir/DiagnosticReport/${id}`);
        await platform.post(`/fhir/DiagnosticReport/${id}/$acknowledge`, {});
      });
      ledger.acknowledged.add(id);
    }
  }

  /** Sends a POST until it is answered; now and then twice at once, which must be one. */
  async #post(role: StaffRole, path: string, body: unknown) {
    const { address, random } = this.#options;
    const idempotencyKey = randomUUID();
    const send = () =>
      untilDone(`POST ${path}`, async () => {
        const bearer = this.#staff.bearer(role);
        const line = `POST ${path}`;
        const answer = await sendOnce(address(), { line, bearer, body, idempotencyKey });
        if (answer.status < 300) return answer.body;
        throw new Error(`${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`);
      });
    if (!random.chance(0.15)) return send();
    const [first, second] = await Promise.all([send(), send()]);
    if (first.id !== second.id) throw new Lost(`POST ${path} twice made two: ${first.id}`);
    return first;
  }

  #note(table: Parameters<typeof noteRow>[1], id: string): void {
    noteRow(this.#options.ledger, table, id);
  }

  async #ask(role: StaffRole, line: string) {
    const bearer = this.#staff.bearer(role);
    const answer = await sendOnce(this.#options.address(), { line, bearer });
    if (answer.status === 200) return answer.body;
    throw new Error(`${line} answered ${answer.status}`);
  }
}
