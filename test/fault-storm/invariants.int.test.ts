import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../src/security/uuid-v7.ts';
import { openDatabase } from '../../src/store/database.ts';
import type { Tables } from '../../src/store/tables.ts';
import {
  controlRun,
  type IntakeService,
  insertSpecimen,
  intakeService,
  settledRun,
  sha256Of,
  upload,
  writeSmallBam,
} from '../support/intake-service.ts';
import { smallLaboratory, writeSmallModel } from '../support/small-model.ts';
import { invariants, restInvariants } from './invariants.ts';
import { createLedger, noteRow, type StormLedger } from './storm-ledger.ts';

// A checker that finds nothing proves nothing until it has found what was planted.

let folder: string;
let service: IntakeService;
let bam: Buffer;
let ledger: StormLedger;
let runId: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banyan-planted-'));
  const model = join(folder, 'model');
  writeSmallModel(model);
  const { path } = writeSmallBam(folder, { name: 'small', reads: 60_000 }, smallLaboratory);
  bam = await readFile(path);
  service = await intakeService({ BANYAN_MODEL: model });
  await insertSpecimen(service.database.kysely, { number: 'PLANT' });
  const sampleSheet = 'sample,specimen,kind\nP,PLANT,patient\nC,,negative-control\n';
  const run = { ...controlRun('PLANT1', []), sampleSheet };
  runId = (await service.call('sequencer', 'POST /api/v1/runs', run)).body.id;
  ledger = createLedger();
  noteRow(ledger, 'run', runId);
  for (const fileName of ['P.bam', 'C.bam']) {
    const key = service.keys.sequencer;
    const place = await upload({ address: service.address, key, runId, fileName, bytes: bam });
    const file = { content: bam, sha256: sha256Of(bam), offset: bam.length };
    ledger.uploads.set(place.split('/').at(-1) ?? '', file);
  }
  await settledRun(service, runId, ['SCORED']);
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

type Damage = (tx: Kysely<Tables>) => Promise<unknown>;
type Name = keyof typeof all;
const all = { ...invariants, ...restInvariants };

/** What an invariant says with the damage in place, which is undone again. */
async function findings(name: Name, damage: Damage, noted = ledger): Promise<string[]> {
  const database = openDatabase(service.database.adminUrl, { connectionCountMax: 1 });
  let found: string[] = [];
  const undone = new Error('undone');
  try {
    await database.kysely.transaction().execute(async (tx) => {
      // Past the keys and triggers that refuse such damage to whoever is not the superuser.
      await sql`set local session_replication_role = replica`.execute(tx);
      await damage(tx);
      const look = { home: service.home, ledger: noted, settledUploads: new Set<string>() };
      found = await all[name]({ ...look, kysely: tx, latest: tx });
      throw undone;
    });
  } catch (error) {
    if (error !== undone) throw error;
  } finally {
    await database.close();
  }
  return found;
}

const run = (statement: string) => (tx: Kysely<Tables>) => sql.raw(statement).execute(tx);
const nothing: Damage = () => Promise.resolve();

const allSamples = (state: string) => run(`update sample set state = '${state}'`);

/** A report as the storm never makes one: alone, and not sealed by its hash. */
const strayReport = run(`insert into report (id, specimen_id, version, state, analysis_result_id,
    review_id, outcome, body, body_sha256, issued_at, reviewer, approver)
  select gen_random_uuid(), sample.specimen_id, 1, 'ISSUED', review.analysis_result_id, review.id,
    'report', '{}', '0', now(), one.id, other.id
  from review join sample on sample.id = review.sample_id,
    (select min(id::text)::uuid as id from api_key) as one,
    (select max(id::text)::uuid as id from api_key) as other`);

describe('the storm’s checker', () => {
  it('finds nothing where nothing is wrong', async () => {
    for (const name of Object.keys(all)) {
      expect(await findings(name as Name, nothing), name).toEqual([]);
    }
  });

  it.each<{ what: string; name: Name; damage: Damage; found: RegExp }>([
    {
      what: 'a report that is not what it seals',
      ...{ name: 'everyReportIsAsSigned', damage: strayReport, found: /is not what it seals/ },
    },
    {
      what: 'a report without what is written with it',
      ...{ name: 'whatBelongsTogetherIsTogether', damage: strayReport },
      found: /without its finding\n.*without its offer\n.*without its event/,
    },
    {
      what: 'a result twice',
      name: 'nothingIsDoubled',
      damage: run(`insert into analysis_result (id, sample_id, input_sha256, model_id,
          software_version, body, body_sha256, restricted_sealed, scored_at)
        select gen_random_uuid(), sample_id, repeat('a', 64), model_id, software_version, body,
          body_sha256, restricted_sealed, scored_at from analysis_result`),
      found: /more than one result of /,
    },
    {
      what: 'a sample nobody will count',
      ...{ name: 'noJobIsLost', damage: allSamples('UPLOADED'), found: /a count nobody will do/ },
    },
    {
      what: 'a sample nobody will score',
      ...{ name: 'noJobIsLost', damage: allSamples('COUNTED'), found: /a score nobody will do/ },
    },
    {
      what: 'one input with two results',
      name: 'sameBytesGiveSameResult',
      damage: run(`with controls as (update sample set specimen_id = null,
          kind = 'negative-control' returning id)
        update analysis_result set body = jsonb_set(body::jsonb, '{flags}', '["other"]')::text
        where sample_id = (select min(id::text)::uuid from controls)`),
      found: /has several results/,
    },
    {
      what: 'an event that was changed',
      name: 'auditChainIsUnbroken',
      damage: run(`update audit_event set detail = '{"a": 1}' where action = 'sample.count'`),
      found: /^audit: /,
    },
    {
      what: 'a sample that rests on its way',
      ...{ name: 'everySampleHasCome', damage: allSamples('COUNTED'), found: /rests COUNTED/ },
    },
    {
      what: 'a file of nobody',
      ...{ name: 'everyFileHasItsRow', damage: run('delete from run_file') },
      found: /belongs to nobody/,
    },
  ])('finds $what', async ({ name, damage, found }) => {
    expect((await findings(name, damage)).join('\n')).toMatch(found);
  });

  it('finds a file by its content that came whole after it was noted', async () => {
    const other = createLedger();
    const [id, upload] = [...ledger.uploads][0];
    other.uploads.set(id, { ...upload, offset: 100 });
    expect(await findings('everyAcknowledgedByteIsFound', nothing, other)).toEqual([]);
    const none = run(`delete from run_file where id = '${id}'`);
    expect(await findings('everyAcknowledgedByteIsFound', none, other)).toHaveLength(1);
  });

  it('finds a lost row, a lost byte and a changed one, and a report nobody took', async () => {
    const other = createLedger();
    noteRow(other, 'run', uuidV7());
    expect(await findings('everyAcknowledgedRowIsFound', nothing, other)).toHaveLength(1);
    const changed = Buffer.from(bam);
    changed[9] ^= 1;
    const [id] = ledger.uploads.keys();
    const file = { content: changed, sha256: sha256Of(changed), offset: 100 };
    other.uploads.set(id, file).set(uuidV7(), file);
    // What is under way lies by its id alone.
    await writeFile(join(service.home, 'data', 'uploads', id), bam.subarray(0, 100));
    const lost = await findings('everyAcknowledgedByteIsFound', nothing, other);
    await rm(join(service.home, 'data', 'uploads', id));
    expect(lost.join('\n')).toMatch(/other bytes than were sent\n.*100 bytes are gone/);
    other.reports.set(uuidV7(), '0');
    expect(await findings('everyReportWasTaken', nothing, other)).toHaveLength(1);
  });
});
