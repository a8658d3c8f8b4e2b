import type { ModelLines } from '../../../http/schemas/model.ts';
import type { Json } from '../../api/call.ts';
import type { Say } from '../../i18n/say.ts';
import { shanghaiMinute } from '../../i18n/shanghai-time.ts';

type Line = Json<ModelLines>['items'][number];

/** Who let a model into use; a dash while nobody has. */
export function modelApproval(
  { decidedBy, usedSince }: Pick<Line, 'decidedBy' | 'usedSince'>,
  say: Say,
): string {
  if (usedSince === null) return '–';
  return decidedBy ?? say('takenUpFirst');
}

/** From when to when samples were scored with a model. */
export function modelTimes(
  { usedSince, usedUntil }: Pick<Line, 'usedSince' | 'usedUntil'>,
  say: Say,
): string {
  if (usedSince === null) return '–';
  const from = shanghaiMinute(usedSince);
  if (usedUntil === null) return say('modelUsedFrom', { from });
  return say('modelUsedBetween', { from, until: shanghaiMinute(usedUntil) });
}
