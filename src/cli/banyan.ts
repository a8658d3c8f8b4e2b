#!/usr/bin/env node
import { runCommand } from './run-command.ts';

/**
 * A reader that has gone (`banyan … | head`) or a terminal that was closed is no fault: what is begun
 * is ended in good order, unseen.
 */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  });
}

process.exitCode = await runCommand(process.argv.slice(2));
