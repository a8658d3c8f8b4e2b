import type { ParseArgsConfig } from 'node:util';
import { parseArguments } from './arguments.ts';
import { asOwner, type OwnerServices } from './as-owner.ts';
import { type Command, exitCode, UsageError } from './command.ts';

/** What is typed after a dash; each takes `--home` as well. */
type Options = NonNullable<ParseArgsConfig['options']> & {
  readonly home: { readonly type: 'string' };
};

/** Does what a verb says with the words behind it; answers what is to be printed. */
export type OwnerAct<O extends Options> = (
  services: OwnerServices,
  words: string[],
  values: ReturnType<typeof parseArguments<O>>['values'],
) => Promise<string>;

interface OwnerCommand<O extends Options> extends Omit<Command, 'run'> {
  readonly name: string;
  readonly options: O;
  readonly acts: Readonly<Record<string, OwnerAct<O>>>;
}

/** A command of verbs by which the machine's owner acts on a home. */
export function ownerCommand<const O extends Options>(command: OwnerCommand<O>): Command {
  const { name, usage, summary, options, acts } = command;
  return {
    ...{ usage, summary },
    run: async (words) => {
      const { values, positionals } = parseArguments<O>(words, options);
      const [verb = '', ...others] = positionals;
      const act = Object.hasOwn(acts, verb) ? acts[verb] : undefined;
      if (act === undefined) throw new UsageError(`${name} takes ${Object.keys(acts).join(', ')}`);
      const { home } = values as { readonly home?: string };
      return asOwner(home, async (services) => {
        process.stdout.write(await act(services, others, values));
        return exitCode.done;
      });
    },
  };
}
