import { SetupProblem } from './security/setup-problem.ts';

/** What a report states of the laboratory itself. */
export interface LaboratorySettings {
  readonly name: string;
  readonly licence: string;
  readonly kit: string;
}

/**
 * Until somebody records it, a report says so in plain words: an invented licence would be worse
 * than none.
 */
const unrecorded: LaboratorySettings = {
  name: '实验室名称未登记 (laboratory not recorded)',
  licence: '未登记 (not recorded)',
  kit: '未登记 (not recorded)',
};

const charactersMax = 100;

/** The laboratory as configured; a text that cannot be printed on one page is one line. */
export function laboratorySettings(
  texts: Readonly<Record<keyof LaboratorySettings, string | null>>,
): LaboratorySettings {
  return {
    name: printable('BANYAN_LABORATORY_NAME', texts.name) ?? unrecorded.name,
    licence: printable('BANYAN_LABORATORY_LICENCE', texts.licence) ?? unrecorded.licence,
    kit: printable('BANYAN_LABORATORY_KIT', texts.kit) ?? unrecorded.kit,
  };
}

function printable(name: string, text: string | null): string | null {
  if (text === null || (!/\p{C}/u.test(text) && [...text].length <= charactersMax)) return text;
  throw new SetupProblem(
    `${name} cannot be printed: give at most ${charactersMax} characters in one line`,
  );
}
