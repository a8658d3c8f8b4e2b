import { combineEstimates } from './combine-estimates.ts';
import type { Estimate } from './profile-model.ts';

/** Deviations by which profile and fragment lengths may differ. */
const discordanceMax = 4;

/**
 * The one fetal fraction of both sexes: profile and fragment lengths, weighted by how sure each is.
 *
 *   inverse-variance weighting (`combineEstimates`); the profile alone where
 *   |profile - fragments| > 4 sqrt(sd_profile^2 + sd_fragments^2)
 *
 * Fragment lengths depend on how a library was made; where they contradict the reads' places on the
 * genome, it is they that are not believed.
 *
 * Source: inverse-variance weighting, Cochran 1954, Biometrics 10:101; the limit is our own. Shape:
 * two estimates. Unit: fetal fraction. Edge: null without a profile's estimate.
 *
 * @example sexBlindEstimate({ value: 0.1, standardDeviation: 0.01 }, { value: 0.12,
 *   standardDeviation: 0.01 }) // estimate 0.11, not discordant
 */
export function sexBlindEstimate(
  profile: Estimate | null,
  fragments: Estimate | null,
): { readonly estimate: Estimate | null; readonly isDiscordant: boolean } {
  if (profile === null || fragments === null) return { estimate: profile, isDiscordant: false };
  const deviation = Math.hypot(profile.standardDeviation, fragments.standardDeviation);
  const isDiscordant = Math.abs(profile.value - fragments.value) > discordanceMax * deviation;
  const estimate = isDiscordant ? profile : combineEstimates([profile, fragments]);
  return { estimate, isDiscordant };
}
