/** An account's name in its one spelling: no case, no space around it. */
export function accountName(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase();
}
