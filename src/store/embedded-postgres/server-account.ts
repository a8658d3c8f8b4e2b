import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { SetupProblem } from '../../security/setup-problem.ts';

/** The system account the server runs as. Null: our own, which is everybody's case but root's. */
export interface ServerAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root. For root this is the owner of the cluster if there is one
 * already, else `postgres` if the system has it, else `nobody`. An account without an entry in
 * /etc/passwd is of no use: the server looks its own name up.
 */
export function serverAccount(clusterFolder: string): ServerAccount | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = passwordEntries();
  const owner = ownerOf(clusterFolder);
  if (owner !== null) {
    const account = accounts.find(({ uid }) => uid === owner);
    if (account !== undefined && owner !== 0) return account;
    throw new SetupProblem(
      `${clusterFolder} belongs to user ${owner}, who cannot run a database server`,
    );
  }
  for (const name of ['postgres', 'nobody']) {
    const account = accounts.find((entry) => entry.name === name);
    if (account !== undefined) return account;
  }
  throw new SetupProblem(
    'the database cannot run as root, and there is no account postgres or nobody',
  );
}

/** Whether the account may pass through every folder down to `path` and use what stands there. */
export function canReach(path: string, account: ServerAccount | null): boolean {
  if (account === null) return true;
  const parent = dirname(path);
  return isOpen(path, account) && (parent === path || canReach(parent, account));
}

/** The execute bit that holds for the account: its own, its group's or everybody's. */
function isOpen(path: string, { uid, gid }: ServerAccount): boolean {
  const { mode, uid: owner, gid: group } = statSync(path);
  if (owner === uid) return (mode & 0o100) !== 0;
  return (mode & (group === gid ? 0o010 : 0o001)) !== 0;
}

function ownerOf(folder: string): number | null {
  return statSync(folder, { throwIfNoEntry: false })?.uid ?? null;
}

function passwordEntries(): ServerAccount[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length === 7)
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}
