import type { Laboratory } from '../../src/cli/demo/found-laboratory.ts';
import { totpCode } from '../../src/security/totp.ts';
import { sendOnce, untilDone } from './storm-client.ts';

/** Who sends requests; the sequencer is a machine. */
export type StaffRole = 'sequencer' | 'technician' | 'reviewer' | 'approver' | 'manager';

/** A signature asks for a second factor of the last quarter of an hour. */
const freshMilliseconds = 400_000;

/** The people of the storm's laboratory and what each sends to be known. */
export class StormStaff {
  readonly #laboratory: Laboratory;
  readonly #address: () => string;
  #approver: string;
  #freshAt = Date.now();
  #freshening: Promise<void> | null = null;
  /** While the service's clock is bent, nobody gives a code. */
  readonly clock: { isRight: boolean } = { isRight: true };

  constructor(laboratory: Laboratory, address: () => string) {
    this.#laboratory = laboratory;
    this.#address = address;
    this.#approver = laboratory.approver.token;
  }

  bearer(role: StaffRole): string {
    if (role === 'sequencer') return this.#laboratory.sequencerKey;
    return role === 'approver' ? this.#approver : this.#laboratory[role].token;
  }

  /** Has the approver give a code again where the last is old. */
  async freshen(): Promise<void> {
    if (Date.now() - this.#freshAt < freshMilliseconds) return;
    this.#freshening ??= this.#signIn().finally(() => {
      this.#freshening = null;
    });
    await this.#freshening;
  }

  /**
   * From the beginning: an answer that was lost may have carried the token of a renewed session.
   */
  async #signIn(): Promise<void> {
    const { name, password, secret } = this.#laboratory.approver;
    await untilDone('the approver signs in', async () => {
      if (!this.clock.isRight) throw new Error('the clock is bent');
      const opened = await this.#call('/api/v1/sessions', '', { name, password });
      const code = totpCode(secret, new Date());
      this.#approver = await this.#call('/api/v1/session/factor', opened, { code });
      this.#freshAt = Date.now();
    });
  }

  async #call(path: string, bearer: string, body: object): Promise<string> {
    const answer = await sendOnce(this.#address(), { line: `POST ${path}`, bearer, body });
    if (answer.status < 300) return answer.body.token;
    throw new Error(`${path} answered ${answer.status}`);
  }
}
