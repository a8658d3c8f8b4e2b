import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allStateMachines } from '../../src/casework/state-machine.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

/** Which CHECK holds which state machine. */
const checks = {
  pregnancy_state: 'pregnancy',
  consent_state: 'consent',
  specimen_state: 'specimen-order',
  run_state: 'sequencing-run',
  batch_state: 'batch',
  reference_model_state: 'reference-model',
  review_state: 'review',
  report_state: 'report',
  report_change_state: 'report-change',
  outbox_state: 'publication',
  finding_outbox_state: 'publication',
  eligibility_decision_state: 'eligibility-decision',
  claim_state: 'claim',
  high_risk_case_state: 'high-risk-case',
  referral_state: 'referral',
  follow_up_state: 'follow-up',
  redraw_state: 'redraw',
} as const satisfies Record<string, keyof typeof allStateMachines>;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

describe('states of the database', () => {
  it('holds every state machine by a CHECK', () => {
    expect(new Set<string>(Object.values(checks))).toEqual(new Set(Object.keys(allStateMachines)));
  });

  it.each(Object.entries(checks))(
    '%s allows exactly the states of casework',
    async (name, machine) => {
      const { rows } = await sql<{ definition: string }>`
      select pg_get_constraintdef(oid) as definition from pg_constraint where conname = ${name}`.execute(
        database.kysely,
      );
      expect(rows).toHaveLength(1);
      const states = [...rows[0].definition.matchAll(/'([A-Z_]+)'/g)].map(([, state]) => state);
      expect(new Set(states)).toEqual(new Set(allStateMachines[machine].states));
    },
  );
});
