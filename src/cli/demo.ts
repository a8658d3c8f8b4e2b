import { parseArguments, wholeNumber } from './arguments.ts';
import { type Command, exitCode, UsageError } from './command.ts';

const usage = `usage: banyan demo [--samples 16] [--once] [--open]

  --samples N  size of the simulated flow cell, 1 to 96
  --once       stop when all is done; exit 0 only if all is as expected
  --open       show the run's page in the browser

On a terminal the service stays up until Ctrl-C. Everything it made is removed at the end.`;

/** `banyan demo`: the whole service on a simulated flow cell, through its real doors. */
export const command: Command = {
  usage,
  summary: 'Show the whole way of a simulated flow cell, from BAM to pulled report',
  run: async (words) => {
    const { values, positionals } = parseArguments(words, {
      samples: { type: 'string', default: '16' },
      once: { type: 'boolean', default: false },
      open: { type: 'boolean', default: false },
    });
    if (positionals.length > 0) throw new UsageError(`unexpected ${positionals[0]}`);
    const samples = wholeNumber('--samples', values.samples, { min: 1, max: 96 });
    const isOnce = values.once || !process.stdout.isTTY;
    const { runDemo } = await import('./demo/run-demo.ts');
    const allAsExpected = await runDemo({ samples, staysUp: !isOnce, opens: values.open });
    // What was being simulated when Ctrl-C came is of no use to anybody.
    if (allAsExpected === null) process.exit(exitCode.fault);
    return allAsExpected ? exitCode.done : exitCode.fault;
  },
};
