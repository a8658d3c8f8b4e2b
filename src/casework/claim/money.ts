import { type Ruling, refuse } from '../casework-problem.ts';

/** An amount in integer minor units (fen), with its currency. */
export interface Money {
  readonly amountMinorUnits: number;
  readonly currency: 'CNY';
}

/** Money from minor units; refuses fractions, negatives and what no double holds exactly. */
export function money(amountMinorUnits: number): Ruling<Money> {
  if (!Number.isSafeInteger(amountMinorUnits) || amountMinorUnits < 0) {
    return refuse('amount-malformed', 'an amount is a whole number of fen, not below zero');
  }
  return { ok: true, value: { amountMinorUnits, currency: 'CNY' } };
}

/** The sum of amounts; zero for none. */
export function sumMoney(amounts: readonly Money[]): Ruling<Money> {
  return money(amounts.reduce((total, amount) => total + amount.amountMinorUnits, 0));
}

/**
 * Writes an amount for people, in whole units with two decimals.
 *
 * @example formatMoney({ amountMinorUnits: 50000, currency: 'CNY' }) // '500.00 CNY'
 */
export function formatMoney({ amountMinorUnits, currency }: Money): string {
  const fen = String(amountMinorUnits % 100).padStart(2, '0');
  return `${Math.floor(amountMinorUnits / 100)}.${fen} ${currency}`;
}
