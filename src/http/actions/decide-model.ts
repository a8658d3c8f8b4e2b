import type { Transaction } from 'kysely';
import { approveModel } from '../../casework/model/approve-model.ts';
import { nextModelState } from '../../casework/model/model-state.ts';
import type { Caller } from '../../security/caller.ts';
import { uuidV7 } from '../../security/uuid-v7.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import { moveModel } from '../../store/model-decision-store.ts';
import { readModelDocument } from '../../store/model-document.ts';
import type { ModelRow } from '../../store/model-list-store.ts';
import { findModelInUse, lockModels, registerModel } from '../../store/reference-model-store.ts';
import { findShadowRun, insertShadowRun } from '../../store/shadow-run-store.ts';
import type { Tables } from '../../store/tables.ts';
import { HttpProblem } from '../problem.ts';
import type { ModelBody } from '../schemas/model-decision.ts';
import type { Services } from '../services.ts';
import { accept, conflict, moved, violation } from './refusal.ts';
import { requireModel, sealModelReason } from './view-model.ts';

type Tx = Transaction<Tables>;

interface Decision {
  readonly id: string;
  readonly reason: string;
  /** Refuses whoever saw another version. */
  readonly judge: (seen: ModelRow) => void;
}

/** Takes a model that a person brings as a candidate, if not one byte of it is wrong. */
export async function bringModel(
  services: Services,
  caller: Caller,
  { modelJson, modelBin }: ModelBody,
): Promise<string> {
  const { kysely, pool, config, clock } = services;
  const files = {
    modelJson: Buffer.from(modelJson, 'base64'),
    modelBin: Buffer.from(modelBin, 'base64'),
  };
  const model = await pool.run('check-model', files);
  if (!model.ok) throw HttpProblem.of(model.problem);
  const { models } = config.folders;
  const taken = await registerModel(kysely, {
    ...{ files, ...model.value, models, now: clock() },
    by: { actorId: caller.actorId, name: caller.name },
  });
  if (!taken.ok) throw HttpProblem.of(taken.problem);
  return model.value.document.id;
}

/** Asks for a retired model again: it is a candidate as any other. */
export async function proposeModel(
  { kysely, clock }: Services,
  caller: Caller,
  id: string,
): Promise<void> {
  const now = clock();
  await kysely.transaction().execute(async (tx) => {
    const { state: from } = await requireModel(tx, id);
    moved(nextModelState(from, 'propose'));
    const proposed = { proposed_by: caller.actorId, proposed_at: now };
    const undecided = { decided_by: null, decided_at: null, reason_sealed: null };
    const move = { id, from, event: 'propose', set: { ...proposed, ...undecided } } as const;
    if (!(await moveModel(tx, move))) throw conflict('somebody else moved it');
    await tell(tx, { caller, now, action: 'model.propose', id, detail: { from } });
  });
}

/** Has a candidate run beside the model in use on the last batches. */
export async function openShadowRun(
  { kysely, jobs, clock, config }: Services,
  caller: Caller,
  { id: modelId, batches }: { id: string; batches: number },
): Promise<void> {
  const now = clock();
  await kysely.transaction().execute(async (tx) => {
    const model = await requireModel(tx, modelId);
    if (model.state !== 'CANDIDATE')
      throw conflict(`a model that is ${model.state} is no candidate`);
    const beside = await requireInUse(tx, config.folders.models);
    const id = uuidV7();
    const opened = { id, modelId, besideId: beside.id, batches };
    const samples = await insertShadowRun(tx, {
      ...opened,
      openedBy: caller.actorId,
      openedAt: now,
    });
    if (samples === 0) throw violation('no-batch', 'the model in use has judged no batch yet');
    await jobs.enqueue(tx, 'shadow-run', { shadowRunId: id });
    const detail = { run: id, beside: beside.id, batches, samples };
    await tell(tx, { caller, now, action: 'model.run-beside', id: modelId, detail });
  });
}

/**
 * Lets a candidate take the place of the model in use, by another person than who proposed it:
 * samples scored from then on name it. Whatever was scored, reviewed or signed stays as it is.
 */
export async function approve(
  services: Services,
  caller: Caller,
  { id, reason, judge }: Decision,
): Promise<void> {
  const now = services.clock();
  const { models } = services.config.folders;
  await services.kysely.transaction().execute(async (tx) => {
    await lockModels(tx);
    const candidate = await requireModel(tx, id);
    judge(candidate);
    moved(nextModelState(candidate.state, 'approve'));
    const inUse = await requireInUse(tx, models);
    const fits = await Promise.all([candidate, inUse].map((model) => fitOf(models, model)));
    const run = await findShadowRun(tx, id);
    const compared = run && { ...run, compared: run.samples - run.waiting - run.failed };
    accept(
      approveModel({
        ...{ state: candidate.state, proposedBy: candidate.proposedById },
        ...{ approvedBy: caller.actorId, candidate: fits[0], inUse: fits[1] },
        shadow: run?.besideId === inUse.id ? compared : null,
      }),
    );
    const replaced = { id: inUse.id, from: 'IN_USE', event: 'replace' } as const;
    const decided = decidedBy(services, caller, { id, reason, now });
    const used = { ...decided, used_since: now, used_until: null };
    const isMoved =
      (await moveModel(tx, { ...replaced, set: { used_until: now } })) &&
      (await moveModel(tx, { id, from: candidate.state, event: 'approve', set: used }));
    if (!isMoved) throw conflict('somebody else moved it');
    const detail = { replaces: inUse.id, run: run?.id ?? null, changed: run?.changed ?? null };
    await tell(tx, { caller, now, action: 'model.approve', id, detail });
  });
}

/** Refuses a candidate, with the reason. */
export async function refuseModel(
  services: Services,
  caller: Caller,
  { id, reason, judge }: Decision,
): Promise<void> {
  const now = services.clock();
  await services.kysely.transaction().execute(async (tx) => {
    const candidate = await requireModel(tx, id);
    judge(candidate);
    const { state: from } = candidate;
    moved(nextModelState(from, 'refuse'));
    const set = decidedBy(services, caller, { id, reason, now });
    if (!(await moveModel(tx, { id, from, event: 'refuse', set }))) {
      throw conflict('somebody else moved it');
    }
    await tell(tx, { caller, now, action: 'model.refuse', id, detail: {} });
  });
}

function decidedBy(
  services: Services,
  caller: Caller,
  { id, reason, now }: { id: string; reason: string; now: Date },
) {
  const reason_sealed = sealModelReason(services, id, reason);
  return { decided_by: caller.actorId, decided_at: now, reason_sealed };
}

async function requireInUse(tx: Tx, models: string) {
  const model = await findModelInUse(tx, models);
  if (model) return model;
  throw violation('no-model-in-use', 'there is no model in use: the first is set at a start');
}

/** What a model is for, as its own bytes say; a model whose bytes are not here is refused. */
async function fitOf(models: string, model: { id: string; sha256: string }) {
  const document = await readModelDocument(models, model);
  if (document) return { assembly: document.assembly, binSize: document.binSize };
  const detail = `the files of model ${model.id} are not those that were registered`;
  throw HttpProblem.of({ kind: 'model-changed', detail });
}

interface Told {
  readonly caller: Caller;
  readonly now: Date;
  readonly action: string;
  readonly id: string;
  readonly detail: Parameters<typeof appendAuditEvents>[1][number]['detail'];
}

async function tell(tx: Tx, { caller, now, action, id, detail }: Told): Promise<void> {
  const about = { at: now, actor: caller.name, action, subject: `model/${id}` };
  await appendAuditEvents(tx, [{ ...about, detail }]);
}
